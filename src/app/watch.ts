import type { Config } from "#config";
import { findEngine } from "#database/engine-presence.ts";
import type { TelegramSendPort } from "#features/messages/ports.ts";
import { findMissedRuns, type MissedRun } from "#features/scenarios/find-missed-runs.ts";
import { markTold } from "#features/scenarios/missed-store.ts";
import { blindAlarm, missedAlarm } from "#features/scenarios/texts.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { Failure, Result } from "#lib/failure.ts";
import type { App } from "./parts.ts";
import { tellDirectly } from "./tell-directly.ts";

/** How soon to try again when the admin could not be told, or the database not be asked. */
const againMinutes = 1;

/** The longest time without a look: schedules and settings may change meanwhile. */
const longestMinutes = 10;

/** What the watching process is made of: nothing of the engine that it watches. */
export interface Watch {
  readonly clock: Clock;
  /** The bot of these settings; undefined when they name none. */
  telegramOf(config: Config): Pick<TelegramSendPort, "send"> | undefined;
  /** Opens the database as a client; it is closed after each look, so that the watch holds nothing up. */
  open(): Promise<Result<App>>;
}

/** What one look saw. */
export interface Look {
  readonly missed: readonly MissedRun[];
  /** What the admin was told now. */
  readonly told: readonly Bilingual[];
  /** Set when the database could not be asked, or the admin not be told. */
  readonly failure?: Failure;
  /** When to look again. */
  readonly next: Instant;
  /** The settings in force, as this look found them: people change them on the page. */
  readonly config: Config;
}

/** What a look goes by when the database cannot be asked. */
export interface Known {
  readonly config: Config;
  /** The last look could not ask and said so. */
  readonly isBlind?: boolean;
}

/**
 * Looks once for daily and weekly runs that should have happened and did not, and tells the admin.
 *
 * The word goes straight to Telegram, not through the outbox, whose sender is just what may have stopped. Each
 * missed run is told once, over restarts of the watch too. What counts is the settings that the database holds now.
 */
export async function lookOnce(watch: Watch, { config: known, isBlind = false }: Known): Promise<Look> {
  const { clock } = watch;
  const opened = await watch.open();
  const soon = clock.now().add({ minutes: againMinutes });
  if (!opened.ok) {
    const text = blindAlarm(opened.failure);
    const failure = isBlind ? undefined : await tell(watch, known, text);
    const told = isBlind || failure !== undefined ? [] : [text];
    return { missed: [], told, failure: opened.failure, next: soon, config: known };
  }
  const app = opened.value;
  try {
    const { config } = app;
    const { db } = app.database;
    const isEngineAlive = (await findEngine(app.database)) !== undefined;
    const zone = config.school.timeZone;
    const { missed, untold, next } = await findMissedRuns({ db, zone, now: clock.now(), isEngineAlive });
    const told: Bilingual[] = [];
    for (const run of untold) {
      const at = run.slot.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: "minute" });
      const text = missedAlarm(run.title, at, run.state, isEngineAlive);
      const failure = await tell(watch, config, text);
      if (failure !== undefined) return { missed, told, failure, next: soon, config };
      await markTold(db, run, clock.now());
      told.push(text);
    }
    return { missed, told, next, config };
  } finally {
    await app.close();
  }
}

/** Watches until told to stop; `report` hears of each look. */
export async function watchOver(
  watch: Watch,
  given: Config,
  signal: AbortSignal,
  report: (look: Look) => void,
): Promise<void> {
  let known: Known = { config: given };
  while (!signal.aborted) {
    const look = await lookOnce(watch, known);
    const isBlind = look.failure !== undefined && (known.isBlind === true || look.told.length > 0);
    known = { config: look.config, isBlind: isBlind && look.missed.length === 0 };
    report(look);
    const wait = watch.clock.now().until(look.next).total("milliseconds");
    await watch.clock.sleep(Math.min(Math.max(1_000, wait), longestMinutes * 60_000), signal);
  }
}

/** Nobody to tell is a failure here: telling is all that the watch does. */
async function tell(watch: Watch, config: Config, text: Bilingual): Promise<Failure | undefined> {
  const telegram = watch.telegramOf(config);
  if (telegram === undefined || config.telegram?.adminChat === undefined) return nobodyToTell;
  return await tellDirectly({ config, telegram }, text);
}

/** The settings name no bot, or nobody whom it should write to. */
export const nobodyToTell: Failure = {
  code: "watch.nobody-to-tell",
  what: say("La surveillance ne saurait qui prévenir.", "The watch would not know whom to tell."),
  remedy: say(
    "Donnez le bot et qui il prévient à la page « Réglages », partie Telegram. Sur la machine : TELEGRAM_BOT_TOKEN et TELEGRAM_ADMIN_CHAT_ID.",
    "Give the bot, and whom it tells, on the page “Settings”, part Telegram. On the machine: TELEGRAM_BOT_TOKEN and TELEGRAM_ADMIN_CHAT_ID.",
  ),
};
