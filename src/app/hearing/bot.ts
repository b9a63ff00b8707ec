import { botCommands } from "#app/bot/commands.ts";
import { commandsFor } from "#app/bot/help.ts";
import type { App, HearingPort } from "#app/parts.ts";
import type { Logger } from "#lib/logger.ts";
import type { Secret } from "#lib/secrets.ts";

/** The bot, as far as hearing needs to know it. */
export interface Bot {
  /** Which bot's place in the stream of updates is kept. */
  readonly id: string;
  readonly telegram: HearingPort;
  /** Its @name without @, in lower case; `undefined` until Telegram told it. */
  name(): string | undefined;
  /** False while BotFather's privacy mode hides ordinary messages from it, and until it is known. */
  readsAll(): boolean;
  /** Asks Telegram who it is and puts its commands into the menu, until that is done; no failure keeps it from hearing. */
  introduce(signal: AbortSignal): Promise<void>;
}

/** One an opened account: polling and the webhook's route speak of the same. */
const bots = new WeakMap<HearingPort, Bot>();

/** The bot of the settings; `undefined` when there is none. */
export function botOf(app: App, logger: Logger): Bot | undefined {
  const telegram = app.services.hearing;
  const token = app.config.telegram?.token;
  if (telegram === undefined || token === undefined) return undefined;
  const known = bots.get(telegram) ?? makeBot(telegram, token, logger);
  bots.set(telegram, known);
  return known;
}

function makeBot(telegram: HearingPort, token: Secret, logger: Logger): Bot {
  const [id = ""] = token.reveal().split(":");
  let known: { readonly name: string; readonly readsAll: boolean } | undefined;
  const ask = async () => {
    const answer = await telegram.readBot();
    if (answer.kind !== "done") return;
    known = answer.value;
    await writeMenu(telegram, logger);
  };
  return {
    id,
    telegram,
    name: () => known?.name,
    readsAll: () => known?.readsAll ?? false,
    async introduce(signal) {
      if (known !== undefined || signal.aborted) return;
      // Whoever closes the app does not wait for Telegram.
      await Promise.race([
        ask(),
        new Promise<void>((stop) => signal.addEventListener("abort", () => stop(), { once: true })),
      ]);
    },
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
