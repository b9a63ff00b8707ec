import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { systemClock } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { noMemory, notAWorkbook, tooBig, tooSlow } from "./failures.ts";
import type { ParsedKind } from "./parse.ts";
import { walls } from "./walls.ts";

/** How often the child's time and memory are looked at, in milliseconds. */
const lookEvery = 25;
const source = dirname(dirname(import.meta.dirname));
const root = dirname(source);

/**
 * Does a child's work on bytes: they go in on its standard input, its answer comes back on its standard output.
 *
 * Node's permission model lets the child read its own program and nothing else: no file, no writing, no other
 * process, no network. Its environment is empty. It is killed when it works longer or holds more than the walls
 * allow; its own time counts, not the time that a busy machine keeps it waiting. Its failure names the workbook
 * by its `place`.
 */
export async function inChild({
  program,
  kind,
  bytes,
  place,
}: {
  readonly program: URL;
  readonly kind: ParsedKind;
  readonly bytes: Buffer;
  readonly place: string;
}): Promise<Result<Buffer>> {
  const readable = [source, ...packages(), join(root, "package.json")];
  const child = spawn(
    process.execPath,
    [
      "--permission",
      ...readable.map((path) => `--allow-fs-read=${path}`),
      "--disallow-code-generation-from-strings",
      "--no-warnings",
      `--max-old-space-size=${walls.heapMegabytes}`,
      "--max-semi-space-size=4",
      fileURLToPath(program),
      kind,
    ],
    { stdio: ["pipe", "pipe", "pipe"], env: {}, cwd: "/" },
  );
  return await answerOf(child, bytes, place);
}

/** Where the parsers are installed, which need not be beside this program. */
function packages(): readonly string[] {
  return ["@e965/xlsx", "hucre/xlsx"].map((name) => {
    const path = fileURLToPath(import.meta.resolve(name));
    const folder = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(path)?.[0];
    return folder ?? dirname(path);
  });
}

async function answerOf(child: ChildProcess, bytes: Buffer, place: string): Promise<Result<Buffer>> {
  const chunks: Buffer[] = [];
  let complaint = "";
  let stopped: Failure | undefined;
  const isTooBig = tooBig(place, `> ${walls.memoryMegabytes} MB`);
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-4_000);
  });
  // A child that was killed reads no more: that is its end, told below.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(bytes);

  const since = systemClock.now();
  const stop = (why: Failure) => {
    stopped ??= why;
    child.kill("SIGKILL");
  };
  const watch = setInterval(() => {
    const use = usageOf(child.pid);
    const waited = since.until(systemClock.now()).total("seconds");
    if (use !== undefined && use.megabytes > walls.memoryMegabytes) stop(isTooBig);
    else if ((use?.seconds ?? waited) > walls.seconds || waited > walls.patienceSeconds)
      stop(tooSlow(place, walls.seconds));
  }, lookEvery);
  try {
    const code = await new Promise<number | NodeJS.Signals | null | Error>((settle) => {
      child.once("error", settle);
      child.once("close", (number, signal) => settle(signal ?? number));
    });
    if (stopped !== undefined) return failed(stopped);
    if (code === 0) return ok(Buffer.concat(chunks));
    if (code instanceof Error) return failed(notAWorkbook(place, code.message));
    if (/heap out of memory|heap limit|Array buffer allocation failed/i.test(complaint)) return failed(isTooBig);
    if (code === "SIGKILL") return failed(noMemory(place));
    const cause = complaint.split("\n").find((line) => /error/i.test(line)) ?? `exit ${code}`;
    return failed(notAWorkbook(place, cause));
  } finally {
    clearInterval(watch);
  }
}

/** Seconds of work and resident megabytes of a process, where the system tells them (Linux: proc(5)). */
function usageOf(pid: number | undefined): { readonly seconds: number; readonly megabytes: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in brackets, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { seconds: ticks / 100, megabytes: (Number(fields[21]) * 4_096) / 1024 / 1024 };
  } catch {
    return undefined;
  }
}
