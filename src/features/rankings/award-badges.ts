import { allOrEach } from "#database/all-or-each.ts";
import { inTransaction, type Db } from "#database/open.ts";
import { planMessages, type PlannedMessage } from "#features/messages/plan-message.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import { escapeHtml } from "#features/messages/rules.ts";
import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { Publishing } from "./announce-rankings.ts";
import { badgeCardOf, badgeTitle, badgeWhy, newBadges } from "./badge-rules.ts";
import { awardMostImproved, awardPerfectWeeks, awardStreaks, listUntold, markTold } from "./badge-store.ts";
import { periodStart } from "./period-rules.ts";
import { pictureOrText } from "./picture-or-text.ts";
import type { PicturePort } from "./ports.ts";
import { shownName } from "./rules.ts";

/** A picture shows at most so many badges; the text below it names as many. */
const mostTold = 8;

/** So many pictures are held in memory at once. */
const cardsAtOnce = 50;

/** What tells a group of some badges. */
interface Card {
  readonly title: string;
  readonly ids: readonly number[];
  readonly message: PlannedMessage;
}

type Untold = Awaited<ReturnType<typeof listUntold>>[number];

/** News of badges is worth reading for a day. */
const worthHours = 24;

/**
 * Awards the badges that the facts up to `cutOff` deserve, each once, and tells each group of those that it was not
 * told of, as a picture where it takes pictures. Badges of a week come with `weekEnds`. Says how many were awarded.
 */
export async function awardBadges({
  db,
  school,
  publishing,
  pictures,
  cutOff,
  weekEnds,
  wake,
  log,
}: {
  readonly db: Db;
  readonly school: School;
  readonly publishing: Publishing;
  readonly pictures: PicturePort;
  readonly cutOff: Instant;
  readonly weekEnds: boolean;
  readonly wake: WakeSender;
  readonly log: RunLog;
}): Promise<number> {
  let awarded = await awardStreaks(db, cutOff);
  const from = weekEnds ? periodStart("week", cutOff, school.timeZone) : undefined;
  const before = from === undefined ? undefined : periodStart("week", from, school.timeZone);
  if (from !== undefined && before !== undefined) {
    awarded += await awardPerfectWeeks(db, from, cutOff);
    awarded += await awardMostImproved(db, before, from, cutOff);
  }
  const byGroup = Map.groupBy(await listUntold(db), ({ group }) => group.id);
  const parts = [...byGroup.values()].flatMap((untold) => inPieces(untold, mostTold));
  for (const some of inPieces(parts, cardsAtOnce)) await tell(some);
  return awarded;

  async function tell(some: readonly (readonly Untold[])[]): Promise<void> {
    const cards: Card[] = [];
    for (const untold of some) cards.push(await cardOf(untold));
    await allOrEach({
      things: cards,
      work: plan,
      failed: async ({ title }, failure) => await log.failure({ ...failure, place: title }),
    });
  }

  /** Puts the messages of cards into the outbox; one that was told meanwhile stays untold. */
  async function plan(some: readonly Card[]): Promise<readonly boolean[]> {
    return await inTransaction(db, async (tx) => {
      const ids = some.flatMap((card) => card.ids);
      const news = new Set(await markTold(tx, ids, cutOff));
      const isNews = some.map((card) => card.ids.some((id) => news.has(id)));
      const messages = some.filter((_, place) => isNews[place]).map(({ message }) => message);
      await planMessages({ db: tx, now: cutOff, wake, messages });
      return isNews;
    });
  }

  async function cardOf(some: readonly Untold[]): Promise<Card> {
    const [head] = some;
    if (head === undefined) throw new Error("a card without badges");
    const { group } = head;
    const { language } = group;
    const shown = some.map(({ award, name }) => ({ ...award, name: shownName(name) }));
    const lines = shown.map(
      ({ badge, amount, note, name }) =>
        `🎖 <b>${escapeHtml(name)}</b> — ${escapeHtml(badgeTitle(badge, amount)[language])} (${escapeHtml(badgeWhy(badge, amount, note)[language].slice(0, 60))})`,
    );
    const html = [`<b>${newBadges[language]}</b>`, ...lines].join("\n");
    const drawn = badgeCardOf(shown, { language, look: publishing.look, group: shownName(group.title) });
    const { withPictures } = publishing;
    const content = await pictureOrText({ pictures, withPictures, group, card: drawn, name: "badges.png", html, log });
    return {
      title: group.title,
      ids: shown.map((award) => award.id),
      message: {
        kind: "badge",
        key: `badges ${head.award.id}`,
        to: { group },
        content,
        language,
        dueAt: cutOff,
        expiresAt: cutOff.add({ hours: worthHours }),
      },
    };
  }
}

function inPieces<One>(all: readonly One[], size: number): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
