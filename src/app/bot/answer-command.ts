import type { Bot } from "#app/hearing/bot.ts";
import type { App } from "#app/parts.ts";
import type { Db } from "#database/open.ts";
import { answerExpiresAt, mayAnswer } from "#features/messages/answer-rules.ts";
import { countAnswers } from "#features/messages/answer-store.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import { listGroupsOfPerson } from "#features/roster/group-store.ts";
import type { Heard, HeardChat, TelegramAsker } from "#features/roster/ports.ts";
import type { GroupRow } from "#features/roster/store.ts";
import type { Language } from "#lib/bilingual.ts";

import { botCommands } from "./commands.ts";
import { commandsFor, inPrivate } from "./help.ts";

/**
 * Answers a command through the outbox, once however often its update comes.
 *
 * A command for another bot, an unknown one in a group, an old one, and those that come too fast are left alone. One
 * that is for a private chat is told so in the group.
 */
export async function answerCommand(
  app: App,
  db: Db,
  bot: Bot,
  asked: Extract<Heard, { readonly kind: "command" }>,
  group: GroupRow | undefined,
): Promise<void> {
  const { chat, from } = asked;
  if (asked.addressee !== undefined && asked.addressee !== bot.name()) return;
  const wanted = asked.command === "start" ? "help" : asked.command;
  const commands = commandsFor(botCommands, chat.isPrivate);
  const command = commands.find((each) => each.command === wanted) ?? (chat.isPrivate ? commands.at(-1) : undefined);
  if (!chat.isPrivate && group?.active !== true) return;
  const now = app.clock.now();
  const lastMinute = await countAnswers(db, chat.chatId, now.subtract({ minutes: 1 }));
  if (!mayAnswer({ askedAt: asked.at, now, isPrivate: chat.isPrivate, lastMinute })) return;
  const groups = await groupsOf(db, chat, from, group);
  const language = languageFor(app, groups, from);
  const content =
    command === undefined
      ? inPrivate(botCommands, { command: wanted, botName: bot.name(), language })
      : await command.answer({ app, db, now, language, from, chat, groups, words: asked.words });
  if (content === undefined) return;
  await planMessage({
    db,
    now,
    wake: app.wakeSender,
    message: {
      kind: "answer",
      key: `${bot.id} ${asked.updateId}`,
      to: group === undefined ? { chat: chat.chatId } : { group },
      content,
      language,
      dueAt: now,
      expiresAt: answerExpiresAt(now),
    },
  });
}

/** The groups that a question is about. */
export async function groupsOf(
  db: Db,
  chat: HeardChat,
  from: TelegramAsker,
  group: GroupRow | undefined,
): Promise<readonly GroupRow[]> {
  if (!chat.isPrivate) return group === undefined ? [] : [group];
  return await listGroupsOfPerson(db, from.id);
}

/** The language to answer in: the group's, else the one that the person's Telegram speaks, else the school's. */
export function languageFor(app: App, groups: readonly GroupRow[], from: TelegramAsker): Language {
  const [own] = groups;
  if (own !== undefined) return own.language;
  const spoken = from.language?.slice(0, 2);
  return spoken === "fr" || spoken === "en" ? spoken : app.config.school.language;
}
