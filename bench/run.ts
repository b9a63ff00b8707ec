import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { systemClock } from "#lib/clock.ts";

import type { AbsentPeer, Figure } from "./figure.ts";
import { readMachine } from "./machine.ts";
import { markdownOf, summaryOf, withKept, type Document, type Measured } from "./table.ts";

/**
 * `npm run bench`: every figure, one file after the other, each in a process of its own, three times where that takes
 * less than five minutes; then the table.
 *
 * With words (`npm run bench -- telegram`), the files whose names hold one of them. `--runs 5` runs each five times
 * whatever it takes, `--json` prints the table as JSON, `--write` puts it into docs/performance.md and
 * docs/performance.json, where files that were not measured keep their last figures. Each file also runs alone:
 * `node bench/<file>`.
 */
const frame = ["figure.ts", "large-outside.ts", "machine.ts", "meanings.ts", "memory.ts", "run.ts", "table.ts"];
/** Runs wanted, and the time in seconds after which no further one is begun. */
const usual = { runs: 3, seconds: 300 };

const flags = process.argv.slice(2);
const asked = flags.indexOf("--runs");
const runs = asked === -1 ? undefined : Number(flags[asked + 1]);
const words = flags.filter((word, index) => !word.startsWith("--") && (asked === -1 || index !== asked + 1));
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !frame.includes(file))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .toSorted();

const machine = readMachine();
const measured: Measured[] = [];
for (const file of files) {
  const began = systemClock.now();
  const load = Number((loadavg()[0] ?? 0).toFixed(1));
  const all: { readonly figures: Figure[]; readonly absent: AbsentPeer[]; readonly code: number }[] = [];
  for (let run = 1; run <= (runs ?? usual.runs); run += 1) {
    if (run > 1 && runs === undefined && began.until(systemClock.now()).total("seconds") > usual.seconds) break;
    console.error(`# ${file}, run ${run}`);
    all.push(await measure(file));
    if (all.at(-1)?.code !== 0) break;
  }
  measured.push({
    file,
    began: { date: began.toString().slice(0, 10), load },
    runs: all.map((one) => one.figures),
    absent: all[0]?.absent ?? [],
    hasFailed: all.some((one) => one.code !== 0),
  });
  console.error(markdownOf([summaryOf(measured.at(-1) as Measured)]));
}
const summaries = measured.map(summaryOf);
const document: Document = { machine, files: summaries };
if (flags.includes("--json")) console.log(JSON.stringify(document, null, 2));
else console.log(markdownOf(summaries, machine));
if (flags.includes("--write")) {
  const root = join(import.meta.dirname, "..");
  const pages = [join(root, "docs", "performance.json"), join(root, "docs", "performance.md")] as const;
  const whole = withKept(document, JSON.parse(readFileSync(pages[0], "utf8")) as Document);
  writeFileSync(pages[0], `${JSON.stringify(whole, null, 2)}\n`);
  writeFileSync(pages[1], markdownOf(whole.files, machine));
  spawnSync(join(root, "node_modules", ".bin", "oxfmt"), pages, { stdio: "inherit" });
}
if (summaries.some((one) => one.hasFailed || one.figures.some((figure) => !figure.isKept))) process.exitCode = 1;

/** One run of a file; what it prints beside its figures goes to whoever watches. */
async function measure(file: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const figures: Figure[] = [];
  const absent: AbsentPeer[] = [];
  for await (const line of createInterface(child.stdout)) {
    const said = readLine(line);
    if (said === undefined) console.error(line);
    else if ("absent" in said) absent.push(said);
    else figures.push(said);
  }
  const [code] = (await closed) as [number | null];
  return { figures, absent, code: code ?? 1 };
}

function readLine(line: string): Figure | AbsentPeer | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const said = JSON.parse(line) as Figure | AbsentPeer;
    return "absent" in said || "ours" in said ? said : undefined;
  } catch {
    return undefined;
  }
}
