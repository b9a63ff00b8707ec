import { botCommands } from "#app/bot/commands.ts";
import { commandsFor } from "#app/bot/help.ts";
import type { App, HearingPort } from "#app/parts.ts";
import type { Logger } from "#lib/logger.ts";

/** The bot, as far as hearing needs to know it. */
export interface Bot {
  /** Which bot's place in the stream of updates is kept. */
  readonly id: string;
  readonly telegram: HearingPort;
  /** Its @name without @, in lower case; asked again until Telegram told it. */
  name(): Promise<string | undefined>;
  /** False while BotFather's privacy mode hides ordinary messages from it, and until it is known. */
  readsAll(): boolean;
}

/** Gets to know the bot, and puts its commands into Telegram's menu; a failure is no reason not to hear. */
export async function startBot(app: App, logger: Logger, signal: AbortSignal): Promise<Bot> {
  const telegram = app.services.hearing;
  const token = app.config.telegram?.token;
  if (telegram === undefined || token === undefined) throw new Error("hearing needs a bot");
  const [id = ""] = token.reveal().split(":");
  let known: { readonly name: string; readonly readsAll: boolean } | undefined;
  const ask = async () => {
    const answer = await telegram.readBot();
    if (answer.kind === "done") known = answer.value;
    return known;
  };
  await ask();
  if (known !== undefined && !signal.aborted) await writeMenu(telegram, logger);
  return {
    id,
    telegram,
    name: async () => (known ?? (await ask()))?.name,
    readsAll: () => known?.readsAll ?? false,
  };
}

async function writeMenu(telegram: HearingPort, logger: Logger): Promise<void> {
  for (const where of ["private", "groups"] as const) {
    const commands = commandsFor(botCommands, where === "private");
    for (const language of [undefined, "fr", "en"] as const) {
      const lines = commands.map(({ command, about }) => ({ command, about: about[language ?? "en"] }));
      const answer = await telegram.setMenu(where, language, lines);
      if (answer.kind === "done") continue;
      logger.warn({ failure: answer.failure.code, cause: answer.failure.cause }, "the bot's menu could not be written");
      return;
    }
  }
}
