import { answerCommand } from "#app/bot/answer-command.ts";
import { pressButton } from "#app/bot/press-button.ts";
import type { App } from "#app/parts.ts";
import { inTransaction, isPassing, type Db } from "#database/open.ts";
import { forwardPost } from "#features/messages/forward-post.ts";
import { countMessages } from "#features/participation/count-messages.ts";
import { followGroup } from "#features/roster/follow-group.ts";
import { followMember } from "#features/roster/follow-member.ts";
import { followVoices, type Voice } from "#features/roster/follow-voices.ts";
import type { Heard } from "#features/roster/ports.ts";
import { setBotStarted } from "#features/roster/student-store.ts";
import { listGroups } from "#features/roster/store.ts";
import { causeOf } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import type { Afterwards } from "./afterwards.ts";
import type { Bot } from "./bot.ts";
import { followNews } from "./follow-news.ts";

/**
 * Takes in what was heard, oldest first, in one transaction with what `andThen` writes.
 *
 * Each update stands for itself: one that cannot be taken in (a defect of ours) is logged and left, so that it
 * never keeps the bot from hearing the others.
 */
export async function takeInBatch(
  app: App,
  bot: Bot,
  logger: Logger,
  batch: readonly Heard[],
  andThen: (tx: Db) => Promise<void>,
): Promise<void> {
  const parts = inParts(batch);
  let afterwards: readonly Afterwards[];
  try {
    afterwards = await takeInAll(app, parts, andThen, async (tx, part) => await takeInPart(app, tx, bot, part));
  } catch (error) {
    if (isPassing(error)) throw error;
    // One of them cannot be taken in: each gets a savepoint of its own, which ordinary evenings do without.
    afterwards = await takeInAll(
      app,
      parts,
      andThen,
      async (tx, part) => await takeInApart(app, tx, bot, logger, part),
    );
  }
  for (const say of afterwards) await say();
}

type Part = readonly [Heard, ...Heard[]];
type TakeIn = (tx: Db, part: Part) => Promise<readonly Afterwards[]>;

async function takeInAll(
  app: App,
  parts: readonly Part[],
  andThen: (tx: Db) => Promise<void>,
  take: TakeIn,
): Promise<readonly Afterwards[]> {
  return await inTransaction(app.database.db, async (tx) => {
    const afterwards: Afterwards[] = [];
    for (const part of parts) afterwards.push(...(await take(tx, part)));
    await andThen(tx);
    return afterwards;
  });
}

/** Takes in what can be taken in of a part, and logs what cannot. */
async function takeInApart(app: App, tx: Db, bot: Bot, logger: Logger, part: Part): Promise<readonly Afterwards[]> {
  try {
    return await inTransaction(tx, async (step) => await takeInPart(app, step, bot, part));
  } catch (error) {
    if (isPassing(error)) throw error;
    const [heard] = part;
    if (part.length === 1) {
      logger.error({ update: heard.updateId, kind: heard.kind, cause: causeOf(error) }, "an update was left out");
      return [];
    }
    const afterwards: Afterwards[] = [];
    for (const one of part) afterwards.push(...(await takeInApart(app, tx, bot, logger, [one])));
    return afterwards;
  }
}

/** Messages that follow one another are taken in together, which costs hardly more than one; all else alone. */
function inParts(batch: readonly Heard[]): readonly Part[] {
  const parts: [Heard, ...Heard[]][] = [];
  for (const heard of batch) {
    const last = parts.at(-1);
    if (heard.kind === "message" && last?.[0].kind === "message") last.push(heard);
    else parts.push([heard]);
  }
  return parts;
}

async function takeInPart(app: App, tx: Db, bot: Bot, part: Part): Promise<readonly Afterwards[]> {
  const [heard] = part;
  if (heard.kind !== "message") return await takeIn(app, tx, bot, heard);
  const voices = part.filter((one) => one.kind === "message");
  const now = app.clock.now();
  const { groupOf, news } = await followVoices({ db: tx, now, language: app.config.school.language, voices });
  for (const each of news) await followNews(app, tx, each);
  await countMessages({ db: tx, now, groupOf, voices });
  return [];
}

async function takeIn(app: App, tx: Db, bot: Bot, heard: Exclude<Heard, Voice>): Promise<readonly Afterwards[]> {
  if (heard.kind === "other") return [];
  if (heard.kind === "channel post") return await passOn(app, tx, heard);
  if (heard.kind === "button") return await pressButton(app, tx, bot, heard);
  if (heard.kind === "member") {
    await followMember({ db: tx, heard });
    return [];
  }
  const now = app.clock.now();
  const { language } = app.config.school;
  const { group, news } = await followGroup({ db: tx, now, language, readsAll: bot.readsAll(), heard });
  if (news !== undefined) await followNews(app, tx, news);
  // Who writes to the bot in private lets it write back.
  if (heard.kind === "command" && heard.chat.isPrivate) await setBotStarted(tx, heard.from.id, heard.at);
  if (heard.kind === "command") await answerCommand(app, tx, bot, heard, group);
  return [];
}

/** A post of the school's channel goes on to its groups. */
async function passOn(
  app: App,
  db: Db,
  post: Extract<Heard, { readonly kind: "channel post" }>,
): Promise<readonly Afterwards[]> {
  const { forwardChannel, forwardTo } = app.config.hearing;
  if (forwardChannel !== post.chatId) return [];
  const wanted = (await listGroups(db)).filter(
    (group) => forwardTo === undefined || forwardTo.some((chatId) => chatId === group.chatId),
  );
  await forwardPost({ db, now: app.clock.now(), wake: app.wakeSender, groups: wanted, post });
  return [];
}
