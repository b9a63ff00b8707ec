import type { Engine } from "#jobs/engine.ts";
import type { SimulatedClock } from "#jobs/simulated-clock.ts";
import { isBefore, systemClock, type Instant } from "#lib/clock.ts";

/** What moves with the time of a simulated school. */
export interface SchoolTime {
  readonly clock: SimulatedClock;
  readonly engine: Pick<Engine, "busy" | "pending">;
  /** When the schedules ask for something next. */
  readonly nextSlot: () => Promise<Instant | undefined>;
  /** The groups' Telegram: everything said must have been heard before time goes on. */
  readonly telegram?: { readonly updates: { pending(): readonly unknown[] } };
  /** People who do things at their own hours. */
  readonly cast?: { play(until: Instant): void };
}

/** Time given to the queue's own timers around each event, in milliseconds: its clerk looks every 5 s. */
const clerkMs = 11_000;

/**
 * Moves time to `until`, stopping whenever Carillon has something to do: a schedule, a job that waits, someone
 * who sleeps. What people did on the way is told at each stop, with its own moments, and all the work that a
 * stop causes is finished before time goes on.
 */
export async function passTime(school: SchoolTime, until: Instant): Promise<void> {
  await settle(school);
  await stopByStop(school, until, async (isForQueue) => {
    await hear(school);
    await school.clock.pass(isForQueue() ? clerkMs : 0);
    await settle(school);
  });
}

/**
 * Jumps from one moment at which something is asked for to the next, until `until`; people play what lies between.
 * `atStop` finishes what a stop causes; it is told whether a schedule or a job has come due by then.
 */
export async function stopByStop(
  school: Omit<SchoolTime, "telegram">,
  until: Instant,
  atStop: (isForQueue: () => boolean) => Promise<void>,
): Promise<void> {
  const { clock, cast } = school;
  while (isBefore(clock.now(), until)) {
    const slot = await school.nextSlot();
    const { nextAt } = await school.engine.pending();
    const next = earliest([until, slot, nextAt, clock.nextWake()]);
    if (isBefore(clock.now(), next)) await clock.jumpTo(next);
    cast?.play(clock.now());
    await atStop(() => [slot, nextAt].some((moment) => moment !== undefined && !isBefore(clock.now(), moment)));
  }
}

/** Waits until nobody is at work. Work that sleeps on the clock gets the time it waits for. */
export async function settle(school: SchoolTime): Promise<void> {
  const { clock, engine } = school;
  let looks = 0;
  for (;;) {
    if (engine.busy() > 0) {
      const wake = clock.nextWake();
      if (wake === undefined) await systemClock.sleep(1);
      else await clock.pass(Math.max(0, clock.now().until(wake).total("milliseconds")));
      continue;
    }
    if ((await engine.pending()).open > 0) {
      looks += 1;
      // The queue was told of a new job; should the word be lost, its own look-around finds it.
      if (looks % 100 === 0) await clock.pass(clerkMs);
      await systemClock.sleep(2);
      continue;
    }
    await hear(school);
    if (engine.busy() === 0 && (await engine.pending()).open === 0) return;
  }
}

/** Waits until everything said was heard, unless the listener sleeps because Telegram did not answer it. */
async function hear({ clock, telegram }: SchoolTime): Promise<void> {
  const isUnheard = () => (telegram?.updates.pending().length ?? 0) > 0;
  while (isUnheard() && clock.sleeping() === 0) await systemClock.sleep(1);
}

function earliest(moments: readonly (Instant | undefined)[]): Instant {
  return moments
    .filter((moment) => moment !== undefined)
    .reduce((first, moment) => (isBefore(moment, first) ? moment : first));
}
