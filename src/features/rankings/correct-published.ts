import { inTransaction, type Db } from "#database/open.ts";
import { correctSent } from "#features/messages/correct-sent.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import { findMessages } from "#features/messages/store.ts";
import type { School } from "#features/school/rules.ts";
import type { Clock } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";

import { rankingContents, rankingKey, type Publishing } from "./announce-rankings.ts";
import { findLastCutOff, listAnnounced, rankAgain } from "./late-store.ts";
import type { PicturePort } from "./ports.ts";
import { recountPoints } from "./recount-points.ts";

/** So long after its cut-off a published ranking is still corrected: Telegram lets a message be edited for 48 hours. */
const hoursCorrected = 24;

/**
 * Corrects the last published rankings by facts that came after them, such as a late report of Zoom's: the points
 * enter the ledger as of that cut-off, the kept ranking is ranked again, and each message that says something else
 * than it now should is edited, text and picture. Says how many messages are edited. Done twice, nothing more.
 *
 * A group without a ranking of that cut-off gets none: its points count in its next one.
 */
export async function correctPublished({
  db,
  clock,
  school,
  publishing,
  pictures,
  wake,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly publishing: Publishing;
  readonly pictures: PicturePort;
  readonly wake: WakeSender;
  readonly log: RunLog;
}): Promise<number> {
  const now = clock.now();
  const cutOff = await findLastCutOff(db, now.subtract({ hours: hoursCorrected }));
  if (cutOff === undefined) return 0;
  const appended = await recountPoints({ db, school, until: cutOff, recordedAt: cutOff });
  if (appended === 0) return 0;
  const contentsOf = await rankingContents({ db, school, publishing, pictures, cutOff, log });
  const changed = await inTransaction(db, async (tx) => await rankAgain(tx, cutOff));
  let edited = 0;
  for (const each of await listAnnounced(db, changed)) {
    const [message] = (await findMessages(db, "ranking", [rankingKey(each.ranking)])).filter(
      (one) => one.groupId === each.group.id,
    );
    const [content] = await contentsOf([each]);
    if (message === undefined || content === undefined) continue;
    if (content.form !== "text" && content.form !== "picture") continue;
    const corrected = { now, wake, by: "carillon", message, content };
    edited += (await inTransaction(db, async (tx) => await correctSent({ db: tx, ...corrected }))) ? 1 : 0;
  }
  return edited;
}
