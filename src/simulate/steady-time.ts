import type { SimulatedClock } from "#jobs/simulated-clock.ts";
import { isBefore, systemClock, type Instant } from "#lib/clock.ts";
import { stopByStop, type SchoolTime } from "#simulators/school-time.ts";

import { stillness, tellListeners } from "./stillness.ts";

/** The services' side of a steady time: requests that wait for us. */
export interface Services {
  /** Requests that get no answer before something is done: at the turnstile, polling, hanging. */
  held(): number | Promise<number>;
  /** Lets one in; false when none waits at the turnstile. */
  release(): boolean | Promise<boolean>;
  /** Cuts one that would hang for ever; false when there is none. */
  cut(): boolean | Promise<boolean>;
  /** Whether something was said that nobody has heard. */
  isUnheard(): boolean | Promise<boolean>;
}

/** What moves with steady time: the services hold back what they would say. */
export interface Steady extends Omit<SchoolTime, "telegram"> {
  readonly services: Services;
  /** Tells what the services say of their own accord about what people did meanwhile. */
  readonly tellLate?: () => Promise<void>;
}

/** Time given to the queue's own timers at each event, in milliseconds: its clerk looks every 5 s and then every 2 s. */
const clerkMs = 7_100;
/** Real milliseconds after which a job's word is lost, and the queue's own look-around must find it. */
const lostMs = 5_000;

/**
 * Moves time to `until` so that the same school lives the same week on every machine: one thing happens, all that it
 * causes is waited for, then the next happens. A thing is a request that is let in, a timer, a deed of the people.
 *
 * Time stops whenever Carillon has something to do, as in `passTime`.
 */
export async function passSteadily(school: Steady, until: Instant): Promise<void> {
  await finish(school);
  await stopByStop(school, until, async (isForQueue) => {
    await finish(school);
    await school.tellLate?.();
    await fire(school, school.clock.now().add({ milliseconds: isForQueue() ? clerkMs : 0 }));
  });
}

/** Fires the timers up to an instant, each with all that it causes. */
export async function fire(school: Steady, until: Instant): Promise<void> {
  const { clock } = school;
  for (;;) {
    await finish(school);
    const timer = clock.nextTimer();
    if (timer === undefined || isBefore(until, timer)) break;
    await clock.pass(millisecondsTo(clock, timer));
  }
  await clock.pass(millisecondsTo(clock, until));
  await finish(school);
}

/** Lets happen what can happen now, one thing after the other, until nobody is at work. */
async function finish({ clock, engine, services }: Steady): Promise<void> {
  let lookingSince: Instant | undefined;
  for (;;) {
    await stillness(() => services.held());
    if (await services.release()) continue;
    const { ready } = await engine.pending();
    if (ready > 0) {
      // Its word is here or on its way.
      if (tellListeners()) continue;
      lookingSince ??= systemClock.now();
      if (lookingSince.until(systemClock.now()).total("milliseconds") > lostMs) await clock.pass(clerkMs);
      else await systemClock.sleep(1);
      continue;
    }
    lookingSince = undefined;
    if (engine.busy() > 0) {
      const wake = clock.nextWake();
      if (wake !== undefined) await clock.pass(millisecondsTo(clock, wake));
      else if (!(await services.cut())) await systemClock.sleep(1);
      continue;
    }
    if (await services.cut()) continue;
    // Telegram that does not answer is asked again later.
    if (clock.sleeping() > 0 || !(await services.isUnheard())) return;
    await systemClock.sleep(1);
  }
}

function millisecondsTo(clock: SimulatedClock, instant: Instant): number {
  return Math.max(0, clock.now().until(instant).total("milliseconds"));
}
