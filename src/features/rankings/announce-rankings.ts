import { allOrEach } from "#database/all-or-each.ts";
import { inTransaction, type Db } from "#database/open.ts";
import { planMessages, type PlannedMessage } from "#features/messages/plan-message.ts";
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
import {
  listToAnnounce,
  markAnnounced,
  readToAnnounce,
  readTops,
  type RankingRow,
  type ToAnnounce,
  type Top,
} from "./store.ts";
import { notAnnounced, rankingHtml, type ToldRanking } from "./texts.ts";

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
 * leaves the text; a ranking that cannot be told is named in the log and stays for the next run of this cut-off. Says how
 * many messages were planned, and how many rankings failed.
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
}): Promise<{ readonly announced: number; readonly failed: number }> {
  const contentsOf = await rankingContents({ db, school, publishing, pictures, cutOff, log });
  const held = await isHeld(db, dayOf(cutOff, school));
  const announce = async (some: readonly ToAnnounce[]): Promise<readonly boolean[]> => {
    const contents = await contentsOf(some);
    return await inTransaction(db, async (tx) => {
      const now = clock.now();
      const ids = some.map(({ ranking }) => ranking.id);
      const untold = await markAnnounced(tx, ids, now);
      const messages = some.flatMap(({ ranking, group }, place) => {
        const content = contents[place];
        if (content === undefined || !untold.has(ranking.id)) return [];
        const message: PlannedMessage = {
          kind: "ranking",
          key: rankingKey(ranking),
          to: { group },
          content,
          language: group.language,
          dueAt: cutOff,
          expiresAt: rankingExpiresAt(cutOff, school.timeZone),
        };
        return [message];
      });
      await planMessages({ db: tx, now, wake, messages, held });
      return ids.map((id) => untold.has(id));
    });
  };
  let announced = 0;
  let failed = 0;
  const ids = await listToAnnounce(db, cutOff);
  for (let from = 0; from < ids.length; from += atOnce) {
    const told = await allOrEach({
      things: await readToAnnounce(db, ids.slice(from, from + atOnce)),
      work: announce,
      async failed({ group }, failure) {
        failed += 1;
        await log.failure({ ...failure, ...notAnnounced(group.title), place: group.title });
      },
    });
    announced += [...told.values()].filter(Boolean).length;
  }
  return { announced, failed };
}

/** What tells a ranking's message from every other: its period and its cut-off. */
export function rankingKey({ period, to }: Pick<RankingRow, "period" | "to">): string {
  return `${period} ${to.toString()}`;
}

/** What the messages of published rankings of this cut-off say, as their groups read them. */
export async function rankingContents({
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
}): Promise<(some: readonly ToAnnounce[]) => Promise<readonly MessageContent[]>> {
  const book = rulesOn(dayOf(cutOff, school), await listRulesVersions(db));
  const levels = await readLevels(db);
  return async (some) => {
    const ids = some.map(({ ranking }) => ranking.id);
    const topOf = await readTops(db, ids, publishing.top);
    const contents: MessageContent[] = [];
    for (const { ranking, group } of some) {
      const told = tell(ranking, group, topOf(ranking.id), school.timeZone);
      const content = await pictureOrText({
        pictures,
        withPictures: publishing.withPictures,
        group,
        card: cardOf(told, publishing.look),
        name: `ranking-${ranking.id}.png`,
        html: rankingHtml(told, rulesFor(book, levels.get(group.id) ?? "")),
        log,
      });
      contents.push(content);
    }
    return contents;
  };
}

function dayOf(cutOff: Instant, { timeZone }: School): string {
  return cutOff.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

function tell(
  ranking: ToAnnounce["ranking"],
  group: ToAnnounce["group"],
  { lines, total }: Top,
  zone: string,
): ToldRanking {
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
