import { answerCommand } from "#app/bot/answer-command.ts";
import { pressButton } from "#app/bot/press-button.ts";
import type { App } from "#app/parts.ts";
import { inTransaction, isPassing, type Db } from "#database/open.ts";
import { forwardPost } from "#features/messages/forward-post.ts";
import { countMessage } from "#features/participation/count-message.ts";
import { followGroup } from "#features/roster/follow-group.ts";
import { followMember } from "#features/roster/follow-member.ts";
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
  const afterwards: Afterwards[] = [];
  await inTransaction(app.database.db, async (tx) => {
    afterwards.length = 0;
    for (const heard of batch) {
      try {
        afterwards.push(...(await inTransaction(tx, async (step) => await takeIn(app, step, bot, heard))));
      } catch (error) {
        if (isPassing(error)) throw error;
        logger.error({ update: heard.updateId, kind: heard.kind, cause: causeOf(error) }, "an update was left out");
      }
    }
    await andThen(tx);
  });
  for (const say of afterwards) await say();
}

async function takeIn(app: App, tx: Db, bot: Bot, heard: Heard): Promise<readonly Afterwards[]> {
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
  if (heard.kind === "message" && group !== undefined) {
    await countMessage({ db: tx, now, groupId: group.id, heard });
  }
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
