import { isKept, ratioOf, round, type AbsentPeer, type Figure } from "./figure.ts";
import type { Machine } from "./machine.ts";
import { meanings } from "./meanings.ts";

/** What the runs of one file gave. */
export interface Measured {
  readonly file: string;
  /** The day, by UTC, and how many programs wanted a core when its runs began. */
  readonly began: { readonly date: string; readonly load: number };
  readonly runs: readonly (readonly Figure[])[];
  readonly absent: readonly AbsentPeer[];
  readonly hasFailed: boolean;
}

/** A figure over its runs. */
export interface SummedFigure {
  readonly name: string;
  readonly unit: string;
  /** The median, the least and the most of the runs. */
  readonly ours: Spread;
  readonly peer?: { readonly name: string; readonly value: Spread };
  readonly ratio?: Spread;
  readonly limit?: Figure["limit"];
  /** Whether the median keeps the limit. */
  readonly isKept: boolean;
  readonly runs: number;
}

/** One file's figures over its runs. */
export interface Summary extends Pick<Measured, "file" | "began" | "absent" | "hasFailed"> {
  readonly figures: readonly SummedFigure[];
}

/** What docs/performance.json holds. */
export interface Document {
  readonly machine: Machine;
  readonly files: readonly Summary[];
}

interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Puts the runs of one file together; figures are known again by their names. */
export function summaryOf({ file, began, runs, absent, hasFailed }: Measured): Summary {
  const byName = Map.groupBy(runs.flat(), (figure) => figure.name);
  return { file, began, absent, hasFailed, figures: [...byName.values()].map(sumUp) };
}

function sumUp(same: readonly Figure[]): SummedFigure {
  const [first] = same;
  if (first === undefined) throw new Error("a figure without a run");
  const ours = spreadOf(same.map((figure) => figure.ours));
  const peers = same.flatMap((figure) => (figure.peer === undefined ? [] : [figure.peer.value]));
  const ratios = same.flatMap((figure) => ratioOf(figure) ?? []);
  const ratio = ratios.length === 0 ? undefined : spreadOf(ratios);
  const peer = first.peer === undefined ? undefined : { name: first.peer.name, value: spreadOf(peers) };
  // Both numbers of a run were measured together, so it is the ratios that are compared, not two medians.
  const judged = { ...first, ours: first.limit?.of === "ratio" ? (ratio?.median ?? Infinity) : ours.median };
  const kept = first.limit?.of === "ratio" ? judged.ours <= first.limit.atMost : isKept(judged);
  return {
    name: first.name,
    unit: first.unit,
    ours,
    ...(peer === undefined ? {} : { peer }),
    ...(ratio === undefined ? {} : { ratio }),
    ...(first.limit === undefined ? {} : { limit: first.limit }),
    isKept: kept,
    runs: same.length,
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return { median: middle, least: sorted[0] ?? middle, most: sorted.at(-1) ?? middle };
}

/**
 * A document with the files measured now, and of the last document those that were not; figures of another machine do not
 * stand beside them.
 */
export function withKept(now: Document, last: Document): Document {
  const isSame = now.machine.processor === last.machine.processor && now.machine.cores === last.machine.cores;
  const kept = isSame ? last.files.filter((one) => !now.files.some((other) => other.file === one.file)) : [];
  return { ...now, files: [...now.files, ...kept].toSorted((a, b) => (a.file < b.file ? -1 : 1)) };
}

/** The table for people; with the machine, the whole page of documentation. */
export function markdownOf(summaries: readonly Summary[], machine?: Machine): string {
  const head = machine === undefined ? [] : pageHead(machine);
  return `${[...head, ...summaries.flatMap(sectionOf)].join("\n").trimEnd()}\n`;
}

function pageHead(machine: Machine): string[] {
  const parts = Object.entries(machine.parts).map(([name, version]) => `${name} ${version}`);
  return [
    "# Figures",
    "",
    "Made by `npm run bench -- --write`; the same as data in [performance.json](performance.json). Each line is the median",
    "of its runs with the least and the most of them. A peer was measured in the same run, and the ratio is ours over the",
    "peer's: it says more than either number, which are of this machine. The limits were set before anything was measured.",
    "",
    `The machine: ${machine.processor}, ${machine.cores} cores, ${machine.memory} GB, ${machine.system}; Node ${machine.node},` +
      ` ${parts.join(", ")}. Above a load of ${machine.cores} others wanted its cores too: the numbers are then worse than they need be.`,
    "",
  ];
}

function sectionOf({ file, began, figures, absent, hasFailed }: Summary): string[] {
  const meaning = meanings[file];
  const rows = figures.map((figure) => [
    figure.name,
    shown(figure.ours, figure.unit),
    figure.peer === undefined ? "" : `${figure.peer.name}: ${shown(figure.peer.value, figure.unit)}`,
    figure.ratio === undefined ? "" : shown(figure.ratio, "×"),
    limitOf(figure),
    String(figure.runs),
  ]);
  return [
    `## ${meaning?.title ?? file}`,
    "",
    ...(meaning === undefined ? [] : [meaning.means, ""]),
    `\`npm run bench -- ${file.replace(/\.ts$/, "")}\`, ${began.date}, load ${began.load} when it began`,
    "",
    ...tableOf(["figure", "ours", "peer", "ratio", "limit", "runs"], rows),
    "",
    ...absent.flatMap((peer) => [`Left out: ${peer.absent} is not on this machine. ${peer.how}`, ""]),
    ...(hasFailed ? ["**It broke off**: the figures above are not all.", ""] : []),
  ];
}

function shown({ median, least, most }: Spread, unit: string): string {
  const [low, high] = [round(least), round(most)];
  const spread = low === high ? "" : ` (${low}–${high})`;
  return `${round(median)} ${unit}${spread}`;
}

function limitOf({ limit, isKept: kept, unit }: SummedFigure): string {
  if (limit === undefined) return "";
  return `${kept ? "✓" : "✗"} ≤ ${Number(limit.atMost.toFixed(2))} ${limit.of === "ratio" ? "×" : unit}`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
