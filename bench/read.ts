import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readWorkbook } from "#adapters/excel/read-workbook.ts";
import { readTimetable, type TimetableReading } from "#features/timetable/rules.ts";
import { writeLargeWorkbook } from "#simulators/large-workbook.ts";

import { drySchool } from "../test/dry-school.ts";
import { peakMegabytes, show, tellAbsent, timed } from "./figure.ts";

/**
 * A workbook of 100,000 lines and 9 columns: read, recognised and checked, beside pandas with openpyxl, which
 * merely reads it. Each twice in turn, and the shorter time counts: what else the machine does only adds to it. The
 * memory is that of the first reading. The peer comes from Debian (`python3-pandas python3-openpyxl`); without it only
 * ours is told.
 */
// The flags that every command runs with.
await import("../src/cli/small-footprint.js");
const lines = Number(process.env["CARILLON_LINES"] ?? "100000");
const folder = mkdtempSync(join(tmpdir(), "carillon-bench-"));
const path = join(folder, "large.xlsx");

const wanted = process.env["CARILLON_WRITE"];
if (wanted !== undefined) {
  await writeLargeWorkbook(wanted, lines);
  process.exit(0);
}

let childMegabytes = 0;
const watch = setInterval(() => {
  childMegabytes = Math.max(childMegabytes, ...childrenOf(process.pid).map(peakMegabytes));
}, 20);
try {
  // Written by another process, which leaves this one as small as a command is when it begins to read.
  spawnSync(process.execPath, [import.meta.filename], { env: { ...process.env, CARILLON_WRITE: path } });
  const first = await timed(read);
  clearInterval(watch);
  const own = peakMegabytes(process.pid);
  if (first.value.entries.length !== lines) throw new Error(`${first.value.entries.length} entries of ${lines}`);
  const before = pandas();
  const second = await timed(read);
  const after = before === undefined ? undefined : pandas();
  const ours = Math.min(first.ms, second.ms);
  const peer = before !== undefined && after !== undefined && after.ms < before.ms ? after : before;
  show({
    name: `${lines} lines read, recognised and checked`,
    ours,
    unit: "ms",
    ...(peer === undefined ? {} : { peer: { name: "pandas + openpyxl, merely reading", value: peer.ms } }),
    limit: { of: peer === undefined ? "value" : "ratio", atMost: peer === undefined ? 10_000 : 1 / 1.5 },
  });
  const beside = peer === undefined ? {} : { peer: { name: "pandas + openpyxl", value: peer.megabytes } };
  const limit = { of: "value", atMost: 400 } as const;
  show({ name: "the child that parses, at its largest", ours: childMegabytes, unit: "MB", ...beside, limit });
  show({ name: "the process that checks, at its largest", ours: own, unit: "MB", ...beside, limit });
} finally {
  clearInterval(watch);
  rmSync(folder, { recursive: true, force: true });
}

async function read(): Promise<TimetableReading> {
  const workbook = await readWorkbook({ path });
  if (!workbook.ok) throw new Error(workbook.failure.what.en);
  const reading = readTimetable(workbook.value, { school: drySchool, today: Temporal.PlainDate.from("2026-01-11") });
  if (!reading.ok) throw new Error(reading.failure.what.en);
  return reading.value;
}

/** The peer's own figures; undefined where it is not installed. */
function pandas(): { readonly ms: number; readonly megabytes: number } | undefined {
  const script = join(import.meta.dirname, "large-workbook.py");
  // Debian's own Python is the one that Debian's packages are for.
  const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
  const { status, stdout } = spawnSync(python, [script, path], { encoding: "utf8" });
  if (status !== 0) {
    tellAbsent("pandas with openpyxl", "Debian: apt-get install python3-pandas python3-openpyxl");
    return undefined;
  }
  const [, seconds, megabytes] = stdout.trim().split(" ").map(Number);
  return { ms: (seconds ?? 0) * 1_000, megabytes: megabytes ?? 0 };
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  } catch {
    return [];
  }
}
