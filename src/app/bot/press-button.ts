import type { Afterwards } from "#app/hearing/afterwards.ts";
import type { Bot } from "#app/hearing/bot.ts";
import type { App } from "#app/parts.ts";
import type { Db } from "#database/open.ts";
import type { Heard } from "#features/roster/ports.ts";
import { findGroupByChat } from "#features/roster/store.ts";

import { groupsOf, languageFor } from "./answer-command.ts";
import { buttonOwners } from "./commands.ts";
import { outOfDate } from "./frame.ts";

/** Lets the button's owner do its work; what Telegram is told of it comes after the commit. */
export async function pressButton(
  app: App,
  db: Db,
  { telegram }: Bot,
  heard: Extract<Heard, { readonly kind: "button" }>,
): Promise<readonly Afterwards[]> {
  const { chat, from, messageId, pressId } = heard;
  const [prefix = "", ...rest] = heard.data.split(":");
  const owner = buttonOwners.find((each) => each.prefix === prefix);
  const group = chat.isPrivate ? undefined : await findGroupByChat(db, chat.chatId);
  const groups = await groupsOf(db, chat, from, group);
  const language = languageFor(app, groups, from);
  const now = app.clock.now();
  const reply = await owner?.press({ app, db, now, language, from, chat, groups, messageId, words: rest.join(":") });
  const { toast, replaceBy } = reply ?? { toast: outOfDate[language] };
  // In dry mode nothing leaves; no button can be pressed then but one that was sent before.
  if (app.config.school.mode.kind === "dry") return [];
  return [
    async () => void (await telegram.answerPress(pressId, toast)),
    ...(replaceBy === undefined
      ? []
      : [async () => void (await telegram.replaceText(chat.chatId, messageId, replaceBy))]),
  ];
}
