import { escapeHtml } from "#features/messages/rules.ts";
import { say } from "#lib/bilingual.ts";

import type { BotCommand } from "./frame.ts";

/** The commands that can be given in a chat of this kind. */
export function commandsFor(commands: readonly BotCommand[], isPrivate: boolean): readonly BotCommand[] {
  const wanted = isPrivate ? "private" : "group";
  return commands.filter(({ scope }) => scope === "both" || scope === wanted);
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
      return { form: "text", html: [head, ...lines].join("\n") };
    },
  };
}
