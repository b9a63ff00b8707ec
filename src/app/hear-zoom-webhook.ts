import { inTransaction } from "#database/open.ts";
import { hearZoom } from "#features/meetings/hear-zoom.ts";
import type { ZoomTold } from "#features/meetings/ports.ts";
import { changedByHand } from "#features/meetings/texts.ts";
import { join } from "#lib/bilingual.ts";
import type { App } from "./parts.ts";
import { tellTheAdmin } from "./tell-the-admin.ts";

/** Takes in what Zoom told; a change by hand is told to the admin, with the choice, in the same transaction. */
export async function hearZoomWebhook(app: App, told: ZoomTold): Promise<void> {
  const now = app.clock.now();
  await inTransaction(app.database.db, async (tx) => {
    const heard = await hearZoom({ db: tx, now, told });
    if (heard.kind !== "news") return;
    const { what, remedy } = changedByHand(heard.sessionId, heard.change);
    await tellTheAdmin(app, tx, {
      subject: `meeting ${heard.change.kind} ${heard.sessionId} ${heard.change.noticedAt}`,
      text: join(what, remedy),
    });
  });
}
