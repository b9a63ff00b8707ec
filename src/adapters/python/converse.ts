import { setTimeout as wait } from "node:timers/promises";

import type { PythonListener, PythonPort } from "#features/scenarios/ports.ts";
import type { PythonEnd, StoppedBy } from "#features/scenarios/python-rules.ts";

import { frameBytes, frameCutter, readFrame, type Frame } from "./frames.ts";
import { readEnd } from "./read-end.ts";
import { endedBy, type Child } from "./start-child.ts";
import { watchProcess } from "./watch.ts";
import { zoneChanges } from "./zone-changes.ts";

/** The longest frame of a child, in bytes. */
const mostFrameBytes = 4 * 1024 * 1024;
/** Answers that a child leaves unread: our Python reads each before it asks again. */
const mostUnreadBytes = 32 * 1024 * 1024;
/** How often somebody who wants to cancel is asked for, in milliseconds. */
const cancelEvery = 500;

type Work = Parameters<PythonPort["run"]>[0];

/** What a frame led to: the end of the order, a reason to end the child, or nothing special. */
type Outcome = PythonEnd | { readonly stop: StoppedBy; readonly cause: string } | undefined;

/**
 * Gives a ready child its order and answers it until it has ended, one way or the other. The caller ends the child,
 * unless all it did was look at code.
 */
export async function converse(child: Child, work: Work, listener: PythonListener): Promise<PythonEnd> {
  const over = new AbortController();
  let stopped: Extract<PythonEnd, { how: "stopped" }> | undefined;
  const stop = (by: StoppedBy, cause: string): void => {
    stopped ??= { how: "stopped", by, cause };
    child.kill();
  };
  const onClosing = (): void => stop("closing", "");
  work.signal.addEventListener("abort", onClosing);
  if (work.signal.aborted) onClosing();
  const watches = watch(child, work, over.signal, stop);
  try {
    const end = await listen(child, work, listener, stop);
    if (end !== undefined) return end;
    // One that the system ended is gone in a moment; one that only fell silent is ended here.
    const silent = wait(patienceMs, false);
    const byItself = stopped === undefined && (await Promise.race([child.gone.then(() => true), silent]));
    child.kill();
    const lastWords = await child.gone;
    return stopped ?? { how: "stopped", by: crashOf(lastWords, byItself), cause: lastWords };
  } finally {
    over.abort();
    work.signal.removeEventListener("abort", onClosing);
    await watches;
  }
}

/** How long one that said nothing more has to be gone, in milliseconds. */
const patienceMs = 250;

/** V8 says so itself when its own memory is full; the system only sends its signal. */
function crashOf(lastWords: string, byItself: boolean): StoppedBy {
  if (/heap out of memory|Array buffer allocation failed/.test(lastWords)) return "memory";
  return byItself && lastWords.endsWith(`${endedBy}SIGKILL`) ? "starved" : "crash";
}

async function watch(
  child: Child,
  { walls, isCancelled }: Work,
  signal: AbortSignal,
  stop: (by: StoppedBy, cause: string) => void,
): Promise<void> {
  const time = wait(walls.seconds * 1000, undefined, { signal }).then(
    () => stop("time", `${walls.seconds} s`),
    () => undefined,
  );
  const use = watchProcess({
    pid: child.pid,
    memoryMegabytes: walls.memoryMegabytes,
    cpuSeconds: walls.seconds * 2,
    signal,
    tooMuch: (of) => stop(of, of === "memory" ? `${walls.memoryMegabytes} MB` : `${walls.seconds * 2} s`),
  });
  await Promise.all([time, use, watchForCancel(isCancelled, signal, () => stop("cancelled", ""))]);
}

async function watchForCancel(
  isCancelled: () => Promise<boolean>,
  signal: AbortSignal,
  cancel: () => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await isCancelled()) return cancel();
    } catch {
      // The database does not answer: the run itself will meet that, and tell it.
    }
    await wait(cancelEvery, undefined, { signal }).catch(() => undefined);
  }
}

/** Reads frame by frame, each answered before the next is looked at; `undefined` when the child ended unsaid. */
async function listen(
  child: Child,
  work: Work,
  listener: PythonListener,
  stop: (by: StoppedBy, cause: string) => void,
): Promise<PythonEnd | undefined> {
  const cut = frameCutter(mostFrameBytes);
  const hear = hearing(child, work, listener);
  child.pipe.write(openingFrames(work));
  for await (const chunk of whatComes(child)) {
    for (const body of cut(chunk)) {
      const read = readFrame(body);
      if (read.kind === "wrong") {
        stop("forged", read.why);
        return undefined;
      }
      const outcome = await hear(read.frame);
      if (outcome === undefined) continue;
      if ("how" in outcome) return outcome;
      stop(outcome.stop, outcome.cause);
      return undefined;
    }
  }
  return undefined;
}

/** The child's bytes; a pipe that breaks is a child that has ended. */
async function* whatComes(child: Child): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of child.pipe.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch {
    // Told by the child's end.
  }
}

function openingFrames({ now, timeZone, walls, surroundings, source }: Work): Buffer {
  const start = { now: now.epochMilliseconds, timeZone, memoryMegabytes: walls.memoryMegabytes };
  return Buffer.concat([frameBytes(start), frameBytes({ ...surroundings, source })]);
}

/** Judges each frame of one child: its number, its kind, and what it adds up to. */
function hearing(child: Child, { walls }: Work, listener: PythonListener): (frame: Frame) => Promise<Outcome> {
  let expected = 1;
  let calls = 0;
  let outputBytes = 0;
  return async (frame) => {
    const { n, op, ...given } = frame;
    if (n !== expected || typeof op !== "string") return { stop: "forged", cause: "a frame out of its order" };
    expected += 1;
    if (op === "end") return readEnd(given) ?? { stop: "forged", cause: "an end that our Python never writes" };
    if (op === "log") {
      const { level, text } = given;
      if (typeof text !== "string") return { stop: "forged", cause: "a line of the log without text" };
      outputBytes += Buffer.byteLength(text) + 16;
      if (outputBytes > walls.outputBytes) return { stop: "output", cause: `${walls.outputBytes} bytes` };
      await listener.log(level === "warning" || level === "error" ? level : "info", text);
      return undefined;
    }
    calls += 1;
    if (calls > walls.calls) return { stop: "calls", cause: `${walls.calls}` };
    if (child.pipe.writableLength > mostUnreadBytes) return { stop: "forged", cause: "answers that are never read" };
    child.pipe.write(frameBytes(await answerTo(op, given, listener)));
    return undefined;
  };
}

async function answerTo(op: string, given: Frame, listener: PythonListener): Promise<object> {
  if (op !== "zone") return await listener.answer(op, given);
  const { name } = given;
  return { value: (typeof name === "string" ? zoneChanges(name) : undefined) ?? null };
}
