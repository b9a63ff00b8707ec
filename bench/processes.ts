import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { findDatabase } from "#cli/places.ts";
import { processesIn } from "#database/orphans.ts";

/** A process with all its children, and the embedded database of a data folder with its own. */
export async function everyProcess(pid: number, dataFolder: string): Promise<readonly number[]> {
  const place = await findDatabase(dataFolder, false);
  const database = place.kind === "folder" ? processesIn(place.path).map((one) => one.pid) : [];
  const ours = [pid];
  for (const one of ours) ours.push(...childrenOf(one));
  return [...new Set([...ours, ...database])];
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** What a process holds of memory in MB, shared pages by its share of them (Pss of proc(5)); 0 once it is gone. */
export function heldMegabytes(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? "0") / 1_024;
  } catch {
    return 0;
  }
}

/** Linux counts a process's time in these (sysconf(3), _SC_CLK_TCK). */
const ticksPerSecond = 100;

/** Processor time since each began, its ended children included. */
export function processorSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    } catch {
      return 0;
    }
  });
  return ticks.reduce((sum, count) => sum + count, 0) / ticksPerSecond;
}

/** The resident size of a process in MB, which the system tells at once (statm of proc(5)); 0 once it is gone. */
export function residentMegabytes(pid: number): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1] ?? "0") * pageBytes) / 1_048_576;
  } catch {
    return 0;
  }
}

const pageBytes = 4_096;

/** The most that a set of processes holds together. */
export interface Watch {
  /** In MB since the last call, of all together and of this process alone. */
  most(): Promise<{ readonly all: number; readonly app: number }>;
  /** The processor's time that all of them took, in seconds. */
  seconds(): Promise<number>;
  end(): void;
}

/** Watches this process, its children but for `notOurs`, and the database of a data folder; from outside. */
export function watchMemory(dataFolder: string, notOurs: readonly number[]): Watch {
  const program = fileURLToPath(new URL("memory.ts", import.meta.url));
  const watcher = fork(program, [String(process.pid), dataFolder, ...notOurs.map(String)], { stdio: "inherit" });
  const isOurs = (pid: number) => pid !== watcher.pid && !notOurs.includes(pid);
  return {
    async most() {
      watcher.send("most");
      const [most] = (await once(watcher, "message")) as [{ readonly all: number; readonly app: number }];
      return most;
    },
    seconds: async () => processorSeconds((await everyProcess(process.pid, dataFolder)).filter(isOurs)),
    end: () => watcher.disconnect(),
  };
}
