import { escapeHtml, type MessageContent } from "#features/messages/rules.ts";
import { say, type Language } from "#lib/bilingual.ts";

import type { BotCommand } from "./frame.ts";

/** The commands that can be given in a chat of this kind. */
export function commandsFor(commands: readonly BotCommand[], isPrivate: boolean): readonly BotCommand[] {
  const wanted = isPrivate ? "private" : "group";
  return commands.filter(({ scope }) => scope === "both" || scope === wanted);
}

/**
 * What a group is told of a command that only a private chat answers: points and names are nobody else's matter.
 * `undefined` when there is no such command.
 */
export function inPrivate(
  commands: readonly BotCommand[],
  asked: { readonly command: string; readonly botName: string | undefined; readonly language: Language },
): MessageContent | undefined {
  if (!commands.some(({ command, scope }) => command === asked.command && scope === "private")) return undefined;
  const { command, language } = asked;
  const name = asked.botName === undefined ? say("au bot", "the bot") : say(`à @${asked.botName}`, `@${asked.botName}`);
  const words = say(
    `/${command} se demande en privé : écrivez ${name.fr}.`,
    `/${command} is answered in private: write to ${name.en}.`,
  );
  return { form: "text", html: escapeHtml(words[language]) };
}

/** `/help` over the commands there are. */
export function helpOver(commands: () => readonly BotCommand[]): BotCommand {
  return {
    command: "help",
    about: say("ce que je sais faire", "what I can do"),
    scope: "both",
    answer: async ({ app, language, chat }) => {
      const lines = commandsFor(commands(), chat.isPrivate).map(
        ({ command, about }) => `/${command} – ${escapeHtml(about[language])}`,
      );
      const head = `🔔 <b>${escapeHtml(app.config.school.name)}</b>`;
      // Whoever is to be told of failures gives this number to the settings.
      const number = say(
        `Numéro de cette conversation : <code>${chat.chatId}</code>`,
        `Number of this chat: <code>${chat.chatId}</code>`,
      );
      return { form: "text", html: [head, ...lines, ...(chat.isPrivate ? [number[language]] : [])].join("\n") };
    },
  };
}
