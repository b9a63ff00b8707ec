import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import { correctMessage } from "./correct-message.ts";
import { listNextCorrections, resumeCorrections } from "./correction-store.ts";
import { keepPace, type Pace } from "./keep-pace.ts";
import { sendOneMessage, type SendingParts, type Task } from "./send-one-message.ts";
import { goesAgain } from "./settle-answer.ts";
import { listNextMessages, readLeftOver, type Due } from "./due-store.ts";
import { endDelivery, expireMessages, listUnfinished } from "./sending-store.ts";
import { listRecentStarts, readTempo, writeTempo } from "./pace-store.ts";
import { andMore, expired, expiredLate, expiredUnheard, uncertain } from "./texts.ts";

/** What one round of sending did. */
export interface SendingReport {
  readonly sent: number;
  readonly failed: number;
  readonly uncertain: number;
  readonly expired: number;
  /** Could not leave yet: Telegram asked for patience or was not there. */
  readonly waiting: number;
  /** When the first chat at rest may be written to again. */
  readonly restUntil?: Instant | undefined;
  /** Set when Telegram could not be used at all: a wrong token, no answer. */
  readonly failure?: Failure | undefined;
}

/** After so many requests in a row that nobody answered, the rest waits for the next round. */
const mostUnreachable = 3;

/** How many requests may be on their way at once, each to another chat. At most these are uncertain after a crash. */
const mostInFlight = 12;

/** How many messages are read at once; the memory that sending takes does not grow with the outbox. */
const pageSize = 100;

/** So many expired messages are named one by one. */
const mostNamed = 20;

/**
 * Sends everything that may leave, and corrects what is to be corrected, at the pace that Telegram takes.
 *
 * The caller holds the sender's lock: one sender over all processes. Several requests are on their way at once, but
 * one a chat, so the order within a group is kept. A try is committed before its request leaves, so after a crash it
 * is known which messages are uncertain; all others are untouched. `lost` ends the round: the lock is gone, or the
 * settings are no longer in force; what has not left by then stays planned.
 */
export async function sendDueMessages({
  lost,
  ...given
}: Omit<SendingParts, "isOver"> & { readonly lost?: AbortSignal }): Promise<SendingReport> {
  const parts: SendingParts = { ...given, isOver: () => lost?.aborted === true };
  const { db, clock, school } = parts;
  const figures = { sent: 0, failed: 0, uncertain: 0, expired: 0 };
  figures.uncertain += await settleUnfinished(parts);
  await resumeCorrections(db);
  figures.expired += await expireAndTell(parts);
  const tempo = await readTempo(db);
  const pace = keepPace({ tempo, recent: await listRecentStarts(db, clock.now().subtract({ minutes: 1 })) });

  const inFlight = new Map<string, Promise<void>>();
  let failure: Failure | undefined;
  let surprise: { readonly error: unknown } | undefined;
  let unreachable = 0;
  let tasks: Task[] = [];

  let wasBusy = false;
  // Who asks for a correction while a round goes on asks for another round.
  let mayCorrect = true;
  const readMore = async (): Promise<void> => {
    wasBusy = inFlight.size > 0;
    pace.forget(clock.now());
    const busy = [...inFlight.keys()];
    const corrections = mayCorrect ? await listNextCorrections(db, { now: clock.now(), atMost: pageSize }) : [];
    mayCorrect = corrections.length > 0;
    let messages = await nextMessages(parts, busy);
    if (messages.some(({ expiresAt }) => !isBefore(clock.now(), expiresAt))) {
      figures.expired += await expireAndTell(parts);
      messages = await nextMessages(parts, busy);
    }
    tasks = [
      ...corrections.map((due) => correctMessage({ parts, due })),
      ...messages.map((message) => sendOneMessage({ parts, message })),
    ].filter((task) => !busy.includes(task.chat));
  };
  const begin = (task: Task): void => {
    pace.leaves(task.cost, clock.now());
    const work = task.perform().then(
      (settled) => {
        inFlight.delete(task.chat);
        if (settled === undefined) return;
        const now = clock.now();
        if (school.mode.kind !== "dry") pace.arrived(task.chat, task.cost, now);
        if (settled.kind === "sent" || settled.kind === "failed") figures[settled.kind] += task.counts ? 1 : 0;
        if (settled.kind === "uncertain") figures.uncertain += 1;
        if (settled.kind === "sent") pace.calm();
        if (settled.kind === "flood") pace.flooded(task.chat, settled.until, now);
        if (settled.kind === "stop") failure = settled.failure;
        if (settled.kind === "unreachable" || settled.kind === "uncertain") {
          unreachable += 1;
          if (unreachable >= mostUnreachable) failure = settled.failure;
        } else unreachable = 0;
      },
      (error: unknown) => {
        inFlight.delete(task.chat);
        surprise ??= { error };
      },
    );
    inFlight.set(task.chat, work);
  };

  const mayGoOn = () => failure === undefined && surprise === undefined && lost?.aborted !== true;
  while (mayGoOn()) {
    if (tasks.length === 0) await readMore();
    // After a silence one request at a time finds out whether Telegram is there again.
    if (inFlight.size >= (unreachable > 0 ? 1 : mostInFlight)) {
      await Promise.race(inFlight.values());
      continue;
    }
    const next = takeNext(tasks, pace, clock.now(), inFlight);
    if (next.kind === "none") {
      if (inFlight.size === 0 && !wasBusy) break;
      // The chats that were busy may have more to be told.
      if (inFlight.size > 0) await Promise.race(inFlight.values());
      tasks = [];
    } else if (next.kind === "later") {
      await waitFor({ clock, inFlight, lost, until: next.at });
    } else {
      begin(next.task);
    }
  }
  await Promise.all(inFlight.values());
  if (surprise !== undefined) throw surprise.error;
  await writeTempo(db, pace.tempo());
  return { ...figures, ...(await readLeftOver(db, clock.now())), failure };
}

type Next =
  | { readonly kind: "now"; readonly task: Task }
  | { readonly kind: "later"; readonly at: Instant }
  | { readonly kind: "none" };

/** Takes out the most urgent task that may begin; says when the next one may when none can now. */
function takeNext(tasks: Task[], pace: Pace, now: Instant, inFlight: ReadonlyMap<string, unknown>): Next {
  let soonest: Instant | undefined;
  for (const [index, task] of tasks.entries()) {
    if (inFlight.has(task.chat)) continue;
    const bot = pace.botMayAt(now);
    const chat = pace.chatMayAt(task.chat, task.cost);
    const at = task.isPaced ? (isBefore(bot, chat) ? chat : bot) : now;
    if (isBefore(now, at)) {
      if (soonest === undefined || isBefore(at, soonest)) soonest = at;
      continue;
    }
    tasks.splice(index, 1);
    return { kind: "now", task };
  }
  return soonest === undefined ? { kind: "none" } : { kind: "later", at: soonest };
}

/** Waits until an instant, until one of the requests on their way was answered, or until the round ends. */
async function waitFor({
  clock,
  inFlight,
  lost,
  until,
}: {
  readonly clock: Clock;
  readonly inFlight: ReadonlyMap<string, Promise<void>>;
  readonly lost: AbortSignal | undefined;
  readonly until: Instant;
}): Promise<void> {
  const enough = new AbortController();
  const awake = lost === undefined ? enough.signal : AbortSignal.any([enough.signal, lost]);
  const sleep = clock.sleep(clock.now().until(until).total("milliseconds"), awake);
  await Promise.race([sleep, ...inFlight.values()]);
  enough.abort();
}

async function nextMessages({ db, clock, school }: SendingParts, busy: readonly string[]): Promise<readonly Due[]> {
  const everythingTo = school.mode.kind === "test group" ? school.mode.chatId : undefined;
  return await listNextMessages(db, { now: clock.now(), everythingTo, busy, atMost: pageSize });
}

/** What was in flight when the program stopped: nobody saw its end. Gives how many stay uncertain. */
async function settleUnfinished({ db, clock, resent, log }: SendingParts): Promise<number> {
  let left = 0;
  for (const message of await listUnfinished(db)) {
    const again = await goesAgain(db, message, resent);
    await log.warning(uncertain(again), message.chatId);
    if (!again) left += 1;
    await endDelivery(db, {
      messageId: message.id,
      try: message.tries,
      outcome: "uncertain",
      state: again ? "planned" : "uncertain",
      now: clock.now(),
    });
  }
  return left;
}

/** Marks what came too late, and names it. */
async function expireAndTell({ db, clock, log }: SendingParts): Promise<number> {
  const gone = await expireMessages(db, clock.now(), { groupInactive: expiredUnheard, late: expiredLate });
  for (const title of gone.slice(0, mostNamed)) await log.warning(expired, title);
  if (gone.length > mostNamed) await log.warning(andMore(expired, gone.length - mostNamed));
  return gone.length;
}
