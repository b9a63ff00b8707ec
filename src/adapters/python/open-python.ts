import type { PythonListener, PythonPort } from "#features/scenarios/ports.ts";
import type { PythonEnd, Walls } from "#features/scenarios/python-rules.ts";
import { systemClock } from "#lib/clock.ts";
import { causeOf } from "#lib/failure.ts";

import { awaitReady, type Ready } from "./await-ready.ts";
import { converse } from "./converse.ts";
import { findSnapshot } from "./snapshot.ts";
import { endedBy, startChild, type Child } from "./start-child.ts";

/** A look at the code runs nothing of it, but the compiler itself can be given much to do. */
const checkWalls: Walls = { seconds: 20, memoryMegabytes: 400, calls: 10, outputBytes: 10_000 };

/**
 * Opens Python: Pyodide in a process of its own for each order, behind Node's permission model.
 *
 * With `standby`, one process is kept ready for the next order; it holds about 200 MB.
 */
export function openPython({
  snapshotFolders,
  standby,
}: {
  /** Where the memory of a fresh interpreter may be kept, in order of preference. */
  readonly snapshotFolders: readonly string[];
  readonly standby: boolean;
}): PythonPort {
  let snapshot: Promise<string | undefined> | undefined;
  let waiting: Promise<Ready> | undefined;
  const alive = new Set<Child>();
  let closed = false;

  async function prepare(): Promise<Ready> {
    try {
      snapshot ??= findSnapshot(snapshotFolders);
      const child = startChild("serve", await snapshot);
      alive.add(child);
      void child.gone.then(() => alive.delete(child));
      if (closed) child.kill();
      return await awaitReady(child);
    } catch (error) {
      // A damaged installation: the run says so, and the next one looks again.
      snapshot = undefined;
      return { why: causeOf(error) };
    }
  }

  /** The one that stands by, unless it died meanwhile; else a new one. */
  async function take(): Promise<Ready> {
    const standing = waiting;
    waiting = undefined;
    const ready = await standing;
    return ready !== undefined && "child" in ready && alive.has(ready.child) ? ready : await prepare();
  }

  async function warm(): Promise<void> {
    if (!standby || closed) return;
    waiting ??= prepare();
    await waiting;
  }

  async function end(child: Child): Promise<void> {
    child.kill();
    await child.gone;
    // Only now, so that there are never two.
    void warm();
  }

  const notReady = (why: string): PythonEnd => {
    const by = closed ? "closing" : why.endsWith(`${endedBy}SIGKILL`) ? "starved" : "no-start";
    return { how: "stopped", by, cause: why };
  };

  return {
    warm,
    async run(work, listener) {
      const ready = await take();
      if ("why" in ready) return notReady(ready.why);
      try {
        return await converse(ready.child, work, listener);
      } finally {
        await end(ready.child);
      }
    },
    async check(source) {
      const ready = await take();
      if ("why" in ready) return notReady(ready.why);
      const said = await converse(ready.child, lookAt(source), deaf);
      // Code that was only looked at has left nothing behind: the same process may serve on.
      const mayServe = standby && !closed && waiting === undefined && said.how !== "stopped";
      if (mayServe) waiting = Promise.resolve(ready);
      else await end(ready.child);
      return said;
    },
    async close() {
      closed = true;
      const leaving = [...alive];
      for (const child of leaving) child.kill();
      await Promise.all(leaving.map(async (child) => await child.gone));
    },
  };
}

/** The order to look at code; nothing in it is run, so it may ask for nothing. */
function lookAt(source: string): Parameters<PythonPort["run"]>[0] {
  return {
    source,
    surroundings: { order: "check" },
    timeZone: "UTC",
    now: systemClock.now(),
    walls: checkWalls,
    isCancelled: async () => false,
    signal: new AbortController().signal,
  };
}

const deaf: PythonListener = {
  answer: async () => ({ error: "value", text: "nothing is run" }),
  log: async () => undefined,
};
