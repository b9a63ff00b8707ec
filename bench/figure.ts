import { readFileSync } from "node:fs";

import { systemClock } from "#lib/clock.ts";

/** One measured figure: what, ours, its peer's in the same run, and the limit that was set for it. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  /** Of both numbers: `ms`, `MB`, `rows/s`. */
  readonly unit: string;
  /** What was measured beside it in the same run, and its value. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** The limit that the figure is held against; of the ratio when `of` is `"ratio"`. */
  readonly limit?: { readonly of: "value" | "ratio"; readonly atMost: number };
}

/** What a figure's file says of a peer that is not on this machine. */
export interface AbsentPeer {
  readonly absent: string;
  /** How to get it: a command, for whoever reads the table. */
  readonly how: string;
}

const forPrograms = process.argv.includes("--json");

/** Prints a figure as one line for people and, with `--json` on the command line, as one line for programs. */
export function show(figure: Figure): void {
  if (forPrograms) {
    console.log(JSON.stringify(figure));
    return;
  }
  const ratio = ratioOf(figure);
  const peer = figure.peer === undefined ? "" : `, ${figure.peer.name} ${round(figure.peer.value)} ${figure.unit}`;
  const times = ratio === undefined ? "" : ` (${ratio.toFixed(2)}x)`;
  const { limit } = figure;
  const held = limit === undefined ? "" : `  ${isKept(figure) ? "✓" : "✗"} at most ${limit.atMost} (${limit.of})`;
  console.log(`${figure.name}: ${round(figure.ours)} ${figure.unit}${peer}${times}${held}`);
}

/** Says that a peer is not here, and how to get it: its figures are left out. */
export function tellAbsent(absent: string, how: string): void {
  if (forPrograms) console.log(JSON.stringify({ absent, how } satisfies AbsentPeer));
  else console.log(`${absent} is not here, so it is left out: ${how}`);
}

/** Ours over the peer's; undefined without a peer. */
export function ratioOf({ ours, peer }: Pick<Figure, "ours" | "peer">): number | undefined {
  return peer === undefined ? undefined : ours / peer.value;
}

/** Whether the limit is kept; true without one. */
export function isKept(figure: Figure): boolean {
  const { limit } = figure;
  if (limit === undefined) return true;
  return (limit.of === "value" ? figure.ours : (ratioOf(figure) ?? Infinity)) <= limit.atMost;
}

/** How long `work` took in real milliseconds, with what it gave. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const began = systemClock.now();
  const value = await work();
  return { ms: began.until(systemClock.now()).total("milliseconds"), value };
}

/** The largest resident size that a process has had, in MB; 0 once it is gone, or where the system keeps none (proc(5)). */
export function peakMegabytes(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0") / 1_024;
  } catch {
    return 0;
  }
}

/** A number with as many digits as mean something. */
export function round(value: number): string {
  if (value >= 100) return value.toFixed(0);
  if (value >= 1) return value.toFixed(1);
  return value === 0 ? "0" : value.toPrecision(2);
}
