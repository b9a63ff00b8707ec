import { inTransaction, type Db } from "#database/open.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import type { MessageContent } from "#features/messages/rules.ts";
import type { School } from "#features/school/rules.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";

import { cardOf } from "./card-rules.ts";
import { isHeld } from "./hold-store.ts";
import { listRulesVersions, readLevels } from "./ledger-store.ts";
import { pictureOrText } from "./picture-or-text.ts";
import { rulesFor, rulesOn } from "./points-rules.ts";
import type { PicturePort, SchoolLook } from "./ports.ts";
import { inReadingOrder, movementOf, rankingExpiresAt, shownName } from "./rules.ts";
import { listToAnnounce, markAnnounced, readTop, type RankingRow, type ToAnnounce } from "./store.ts";
import { rankingHtml, type ToldRanking } from "./texts.ts";

/** How a school shows its rankings. */
export interface Publishing {
  readonly look: SchoolLook;
  /** How many ranks the group reads. */
  readonly top: number;
  /** True: a picture with the text below it; false: the text alone. */
  readonly withPictures: boolean;
}

/** How many rankings are read at once: what is held in memory stays small whatever the number of groups. */
const atOnce = 50;

/**
 * Puts the message of each ranking of a cut-off that has none into the outbox. A picture that cannot be drawn
 * leaves the text. Says how many messages were planned.
 */
export async function announceRankings({
  db,
  clock,
  school,
  publishing,
  pictures,
  cutOff,
  wake,
  log,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  readonly publishing: Publishing;
  readonly pictures: PicturePort;
  readonly cutOff: Instant;
  readonly wake: WakeSender;
  readonly log: RunLog;
}): Promise<number> {
  const contentOf = await rankingContent({ db, school, publishing, pictures, cutOff, log });
  const held = await isHeld(db, dayOf(cutOff, school));
  let announced = 0;
  for (;;) {
    const waiting = await listToAnnounce(db, cutOff, atOnce);
    if (waiting.length === 0) return announced;
    for (const each of waiting) {
      const content = await contentOf(each);
      announced += await inTransaction(db, async (tx) => {
        if (!(await markAnnounced(tx, each.ranking.id, clock.now()))) return 0;
        await planMessage({
          db: tx,
          now: clock.now(),
          wake,
          held,
          message: {
            kind: "ranking",
            key: rankingKey(each.ranking),
            to: { group: each.group },
            content,
            language: each.group.language,
            dueAt: cutOff,
            expiresAt: rankingExpiresAt(cutOff, school.timeZone),
          },
        });
        return 1;
      });
    }
  }
}

/** What tells a ranking's message from every other: its period and its cut-off. */
export function rankingKey({ period, to }: Pick<RankingRow, "period" | "to">): string {
  return `${period} ${to.toString()}`;
}

/** What the message of a published ranking of this cut-off says, as its group reads it. */
export async function rankingContent({
  db,
  school,
  publishing,
  pictures,
  cutOff,
  log,
}: {
  readonly db: Db;
  readonly school: School;
  readonly publishing: Publishing;
  readonly pictures: PicturePort;
  readonly cutOff: Instant;
  readonly log: RunLog;
}): Promise<(each: ToAnnounce) => Promise<MessageContent>> {
  const book = rulesOn(dayOf(cutOff, school), await listRulesVersions(db));
  const levels = await readLevels(db);
  return async (each) => {
    const told = await tell(db, each, publishing.top, school.timeZone);
    return await pictureOrText({
      pictures,
      withPictures: publishing.withPictures,
      group: each.group,
      card: cardOf(told, publishing.look),
      name: `ranking-${each.ranking.id}.png`,
      html: rankingHtml(told, rulesFor(book, levels.get(each.group.id) ?? "")),
      log,
    });
  };
}

function dayOf(cutOff: Instant, { timeZone }: School): string {
  return cutOff.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

async function tell(db: Db, { ranking, group }: ToAnnounce, top: number, zone: string): Promise<ToldRanking> {
  const { lines, total } = await readTop(db, ranking.id, top);
  return {
    language: group.language,
    title: shownName(group.title),
    period: ranking.period,
    from: ranking.from,
    cutOff: ranking.to,
    zone,
    total,
    lines: inReadingOrder(lines).map((line) => ({
      studentId: line.studentId,
      name: shownName(line.name),
      points: line.points,
      rank: line.rank,
      movement: movementOf(line.rank, line.previousRank, ranking.previousId !== null),
    })),
  };
}
