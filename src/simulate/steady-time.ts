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
  /** Aborted: time stops at the next moment at which nothing moves. */
  readonly signal?: AbortSignal | undefined;
  /** Tells what the services say of their own accord about what people did meanwhile. */
  readonly tellLate?: () => Promise<void>;
}

/** The queue's clerk and its workers look around every 5 s, and what the clerk finds is taken up 2 s later at most. */
const lookMs = 5_000;
const takeUpMs = 2_100;
/** So long whoever asked a service that hangs waits for it while others go on, as in `carillon start`. */
const hangMs = 20_000;
/** So often the queue may look for a job that could run before something is wrong. */
const mostLooks = 100;

/**
 * Moves time to `until` so that the same school lives the same week on every machine: one thing happens, all that it
 * causes is waited for, then the next happens. A thing is a request that is let in, a timer, a deed of the people.
 *
 * Time stops whenever Carillon has something to do, as in `passTime`. Throws the signal's reason when it is aborted.
 */
export async function passSteadily(school: Steady, until: Instant): Promise<void> {
  const { clock } = school;
  await finishAll(school);
  await stopByStop(school, until, async (isForQueue) => {
    school.signal?.throwIfAborted();
    await finish(school);
    await school.tellLate?.();
    const wake = clock.nextWake();
    // Where nothing is due, nobody looks: but for what a start has missed there is nothing to find.
    if (isForQueue()) await fire(school, clock.now().add({ milliseconds: clerkMs(clock) }));
    else if (wake !== undefined && !isBefore(clock.now(), wake)) await fire(school, clock.now());
    await finishAll(school);
  });
}

/** Lets the queue look around, as it does within seconds of every start: what was missed is found so. */
export async function lookAround(school: Steady): Promise<void> {
  await fire(school, school.clock.now().add({ milliseconds: lookMs + takeUpMs }));
}

/** Fires the timers up to an instant, each with all that it causes. */
async function fire(school: Steady, until: Instant): Promise<void> {
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

/** Time that the queue needs to take up what is due, in milliseconds. After a jump all that looks around does so at once. */
function clerkMs(clock: SimulatedClock): number {
  const next = clock.nextTimer(clock.now());
  const isOverdue = next === undefined || millisecondsTo(clock, next) > lookMs;
  return isOverdue ? takeUpMs : lookMs + takeUpMs;
}

/** Lets happen what can happen now, jobs included that nobody was told of: the queue finds those by looking around. */
async function finishAll(school: Steady): Promise<void> {
  const { engine } = school;
  await finish(school);
  for (let looks = 0; (await engine.pending()).ready > 0; looks += 1) {
    if (looks === mostLooks) throw new Error("a job could run, and nobody takes it");
    await lookAround(school);
  }
}

/** Lets happen what can happen now, one thing after the other, until nobody is at work. */
async function finish({ clock, engine, services }: Steady): Promise<void> {
  const patience = clock.now().add({ milliseconds: hangMs });
  for (;;) {
    await stillness(() => services.held());
    if (await services.release()) continue;
    if (await tellListeners()) continue;
    if (engine.busy() > 0) {
      const wake = clock.nextWake();
      // Who looks again and again whether a request that hangs has ended would keep it hanging.
      const isPatient = wake !== undefined && isBefore(clock.now(), patience);
      if (!isPatient && (await services.cut())) continue;
      if (wake !== undefined) await clock.pass(millisecondsTo(clock, wake));
      else await systemClock.sleep(1);
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
