import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** What the kernel says of a process. */
interface Usage {
  readonly memoryMegabytes: number;
  readonly cpuSeconds: number;
}

/** How often a process is looked at, in milliseconds. */
const every = 40;
/** Linux counts a process's time in hundredths of a second. */
const ticksPerSecond = 100;

/**
 * Looks at a process until `signal` aborts and says when it has more memory or has computed longer than it may.
 *
 * Only Linux tells; elsewhere the limit on Python's own memory (in the child) and the wall time remain.
 */
export async function watchProcess({
  pid,
  memoryMegabytes,
  cpuSeconds,
  signal,
  tooMuch,
}: {
  readonly pid: number;
  /** Resident memory of the whole process. */
  readonly memoryMegabytes: number;
  /** Counted from the first look: a standby's own start does not count. */
  readonly cpuSeconds: number;
  readonly signal: AbortSignal;
  readonly tooMuch: (of: "memory" | "cpu") => void;
}): Promise<void> {
  const first = await usageOf(pid);
  while (!signal.aborted) {
    const usage = await usageOf(pid);
    if (usage === undefined || first === undefined) return;
    if (usage.memoryMegabytes > memoryMegabytes) return tooMuch("memory");
    if (usage.cpuSeconds - first.cpuSeconds > cpuSeconds) return tooMuch("cpu");
    await wait(every, undefined, { signal }).catch(() => undefined);
  }
}

/** What a process uses now; `undefined` when it is gone or the system does not say. */
async function usageOf(pid: number): Promise<Usage | undefined> {
  try {
    const [status, stat] = await Promise.all([
      readFile(`/proc/${pid}/status`, "utf8"),
      readFile(`/proc/${pid}/stat`, "utf8"),
    ]);
    const kilobytes = Number(status.match(/^VmRSS:\s+(\d+) kB$/m)?.[1] ?? 0);
    // The command's name stands in parentheses and may hold anything; the numbers follow the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { memoryMegabytes: kilobytes / 1024, cpuSeconds: ticks / ticksPerSecond };
  } catch {
    return undefined;
  }
}
