import { inTransaction } from "#database/open.ts";
import { keepZoomEvent } from "#features/meetings/event-store.ts";
import { hearChange } from "#features/meetings/hear-change.ts";
import type { ZoomTold } from "#features/meetings/ports.ts";
import { changedByHand } from "#features/meetings/texts.ts";
import { join } from "#lib/bilingual.ts";
import type { App } from "./parts.ts";
import { tellTheAdmin } from "./tell-the-admin.ts";

/** Takes in what Zoom told; a change by hand is told to the admin, with the choice, in the same transaction. */
export async function hearZoomWebhook(app: App, told: ZoomTold): Promise<void> {
  const now = app.clock.now();
  const { db } = app.database;
  if (told.kind !== "updated" && told.kind !== "deleted") return await keepZoomEvent(db, told, now);
  await inTransaction(db, async (tx) => {
    const news = await hearChange({ db: tx, now, told });
    if (news === undefined) return;
    const { what, remedy } = changedByHand(news.sessionId, news.change);
    await tellTheAdmin(app, tx, {
      subject: `meeting ${news.change.kind} ${news.sessionId} ${news.change.noticedAt}`,
      text: join(what, remedy),
    });
  });
}
