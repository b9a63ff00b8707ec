import { changeStoredSettings } from "#app/change-stored-settings.ts";
import type { DemoRoom, DemoState } from "#app/demo.ts";
import { openLive } from "#app/live.ts";
import type { App } from "#app/parts.ts";
import { copyAccounts } from "#features/accounts/store.ts";
import { say, type Language } from "#lib/bilingual.ts";
import { systemClock, type Clock, type Instant } from "#lib/clock.ts";
import { causeOf, type Failure } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";
import { passTime } from "#simulators/school-time.ts";

import { makeDemoFolder, removeDemoFolder, sweepDemoFolder } from "./demo-folder.ts";
import type { Demo } from "./demo-school.ts";
import { schoolTimeOf } from "./school-time-of.ts";

/** A school that has lived for at least so many days has something to show. */
const leastDays = 2;
/** Its students chat from its first day on so many days. */
const chatDays = 35;
/** How often its clock is set by the other one, in real milliseconds. */
const stepMs = 500;
/** What it is behind after the machine slept is lived through, from event to event. */
const mostBehind = { minutes: 1 };
/** Who is told how its days went: somebody of its own Telegram. */
const adminChat = "5000000001";

/** The demo that the page opens, and how it is stopped. */
interface OpenDemo {
  readonly demo: Demo;
  readonly live: ReturnType<typeof openLive>;
  readonly following: Promise<void>;
}

/**
 * The demo school that the page of an empty installation can open (decision 111): in this process, with a database
 * server, simulators and files of its own below `folder`. It lives through the days since a Saturday evening, then its
 * clock goes with `time`.
 */
export function openDemoRoom({
  folder,
  logger,
  time = systemClock,
}: {
  readonly folder: string;
  readonly logger: Logger;
  readonly time?: Clock;
}): DemoRoom & { close(): Promise<void> } {
  let state: DemoState = { kind: "none" };
  let opened: OpenDemo | undefined;
  let ending = new AbortController();
  let changing = new AbortController();
  // What was left by a process that was cut off goes first; then one thing after the other.
  let working: Promise<void> = sweepDemoFolder(folder, logger).catch((error: unknown) => {
    logger.error({ cause: causeOf(error) }, "what an earlier demo left could not be taken away");
  });

  function tellChanged(): void {
    changing.abort();
    changing = new AbortController();
  }

  async function open(from: App, by: string, language: Language, signal: AbortSignal): Promise<void> {
    const begun = await beginDemoSchool(from, by, language);
    if (!begun.ok) {
      state = { kind: "failed", failure: begun.failure };
      return;
    }
    const demo = begun.value;
    try {
      const { liveUntil } = await import("./demo-school.ts");
      const until = time.now();
      const whole = demo.start.until(until).total("seconds");
      await liveUntil(demo, until, {
        chatDays,
        async afterMoment(moment) {
          signal.throwIfAborted();
          state = { kind: "opening", lived: demo.start.until(moment.toInstant()).total("seconds") / whole };
        },
      });
      signal.throwIfAborted();
    } catch (error) {
      await demo.close();
      if (!signal.aborted) throw error;
      return;
    }
    const live = openLive(demo.app, logger);
    opened = { demo, live, following: follow(demo, signal) };
    state = { kind: "open", app: demo.app, live };
    tellChanged();
  }

  async function beginDemoSchool(from: App, by: string, language: Language) {
    const made = await makeDemoFolder(folder);
    if (!made.ok) return made;
    // The simulators are loaded when somebody wants them.
    const { demoSettings, demoZone, openDemo } = await import("./demo-school.ts");
    const demo = await openDemo({
      folder,
      logger,
      latencyMs: 0,
      start: saturdayBefore(time.now(), demoZone),
      settings: { TELEGRAM_ADMIN_CHAT_ID: adminChat },
    });
    if (!demo.ok) return demo;
    const { app, school } = demo.value;
    school.telegram.world.addGroup({ chatId: adminChat, title: "Direction" });
    await copyAccounts(from.database.db, app.database.db);
    const settled = await changeStoredSettings(app, { by, changes: demoSettings(language) });
    if (settled.ok) return demo;
    await demo.value.close();
    return settled;
  }

  async function follow(demo: Demo, signal: AbortSignal): Promise<void> {
    const { clock, cast } = demo.school;
    while (!signal.aborted) {
      const now = time.now();
      const behind = clock.now().until(now);
      try {
        if (Temporal.Duration.compare(behind, mostBehind) > 0) await passTime(schoolTimeOf(demo.app, demo.school), now);
        else {
          cast.play(now);
          await clock.pass(Math.max(0, behind.total("milliseconds")));
        }
      } catch (error) {
        logger.error({ cause: causeOf(error) }, "the demo's time could not go on");
      }
      await systemClock.sleep(stepMs, signal);
    }
  }

  async function stop(): Promise<void> {
    const was = opened;
    opened = undefined;
    state = { kind: "none" };
    if (was !== undefined) {
      tellChanged();
      await was.live.close();
      await was.following;
      await was.demo.close();
    }
    await removeDemoFolder(folder);
  }

  async function end(): Promise<void> {
    ending.abort();
    const stopped = working.then(stop);
    // Who ends it is told what went wrong; whoever opens it next does not wait on that.
    working = stopped.catch(() => undefined);
    await stopped;
  }

  return {
    state: () => state,
    changed: () => changing.signal,
    begin({ from, by, language }) {
      // pg 8.23 warns of a way of queueing statements that pg-boss uses on a simulated clock only.
      process.noDeprecation = true;
      ending.abort();
      ending = new AbortController();
      const { signal } = ending;
      state = { kind: "opening", lived: 0 };
      working = working.then(async () => {
        try {
          await stop();
          if (signal.aborted) return;
          state = { kind: "opening", lived: 0 };
          await open(from, by, language, signal);
        } catch (error) {
          logger.error({ cause: causeOf(error) }, "the demo could not be opened");
          state = { kind: "failed", failure: notOpened(causeOf(error)) };
        }
      });
    },
    end,
    close: end,
  };
}

/** The last Saturday evening, six minutes before its week begins, that lies some days back. */
function saturdayBefore(now: Instant, zone: string): Instant {
  const day = now.toZonedDateTimeISO(zone).startOfDay().subtract({ days: leastDays });
  const saturday = day.subtract({ days: (day.dayOfWeek + 1) % 7 });
  return saturday.add({ hours: 23, minutes: 54 }).toInstant();
}

function notOpened(cause: string): Failure {
  return {
    code: "demo.not-opened",
    what: say("La démonstration n'a pas pu s'ouvrir.", "The demo could not be opened."),
    remedy: say(
      "Essayez encore une fois. Rien de votre installation n'a changé.",
      "Try once more. Nothing of your installation has changed.",
    ),
    cause,
  };
}
