import type { Config } from "#config";
import { findEngine } from "#database/engine-presence.ts";
import type { TelegramSendPort } from "#features/messages/ports.ts";
import { findMissedRuns, type MissedRun } from "#features/scenarios/find-missed-runs.ts";
import { markTold } from "#features/scenarios/missed-store.ts";
import { blindAlarm, missedAlarm } from "#features/scenarios/texts.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { Failure, Result } from "#lib/failure.ts";
import type { App } from "./parts.ts";
import { tellDirectly } from "./tell-directly.ts";

/** How soon to try again when the admin could not be told, or the database not be asked. */
const againMinutes = 1;

/** What the watching process is made of: nothing of the engine that it watches. */
export interface Watch {
  readonly config: Config;
  readonly clock: Clock;
  readonly telegram: Pick<TelegramSendPort, "send">;
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
}

/**
 * Looks once for daily and weekly runs that should have happened and did not, and tells the admin.
 *
 * The word goes straight to Telegram, not through the outbox, whose sender is just what may have stopped. Each
 * missed run is told once, over restarts of the watch too. `isBlind`: the last look could not ask and said so.
 */
export async function lookOnce(watch: Watch, isBlind = false): Promise<Look> {
  const { clock, config } = watch;
  const opened = await watch.open();
  const soon = clock.now().add({ minutes: againMinutes });
  if (!opened.ok) {
    const text = blindAlarm(opened.failure);
    const failure = isBlind ? undefined : await tellDirectly(watch, text);
    return { missed: [], told: isBlind || failure !== undefined ? [] : [text], failure: opened.failure, next: soon };
  }
  const app = opened.value;
  try {
    const { db } = app.database;
    const isEngineAlive = (await findEngine(app.database)) !== undefined;
    const zone = config.school.timeZone;
    const { missed, untold, next } = await findMissedRuns({ db, zone, now: clock.now(), isEngineAlive });
    const told: Bilingual[] = [];
    for (const run of untold) {
      const at = run.slot.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: "minute" });
      const text = missedAlarm(run.title, at, run.state, isEngineAlive);
      const failure = await tellDirectly(watch, text);
      if (failure !== undefined) return { missed, told, failure, next: soon };
      await markTold(db, run, clock.now());
      told.push(text);
    }
    return { missed, told, next };
  } finally {
    await app.close();
  }
}

/** Watches until told to stop; `report` hears of each look. */
export async function watchOver(watch: Watch, signal: AbortSignal, report: (look: Look) => void): Promise<void> {
  let isBlind = false;
  while (!signal.aborted) {
    const look = await lookOnce(watch, isBlind);
    isBlind = look.failure !== undefined && (isBlind || look.told.length > 0) && look.missed.length === 0;
    report(look);
    const wait = watch.clock.now().until(look.next).total("milliseconds");
    await watch.clock.sleep(Math.max(1_000, wait), signal);
  }
}
