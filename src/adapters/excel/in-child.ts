import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { systemClock } from "#lib/clock.ts";

import { walls } from "./walls.ts";

/** What came of a child's work. */
export type ChildAnswer =
  | { readonly kind: "done"; readonly bytes: Buffer }
  | { readonly kind: "too slow" }
  | { readonly kind: "too big" }
  | { readonly kind: "broken"; readonly cause: string };

/** How often the child's time and memory are looked at, in milliseconds. */
const lookEvery = 25;
const source = dirname(dirname(import.meta.dirname));
const root = dirname(source);

/**
 * Does a child's work on bytes: they go in on its standard input, its answer comes back on its standard output.
 *
 * Node's permission model lets the child read its own program and nothing else: no file, no writing, no other
 * process, no network. Its environment is empty. It is killed when it works longer or holds more than the walls
 * allow; its own time counts, not the time that a busy machine keeps it waiting.
 */
export async function inChild(program: URL, words: readonly string[], bytes: Buffer) {
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
      ...words,
    ],
    { stdio: ["pipe", "pipe", "pipe"], env: {}, cwd: "/" },
  );
  return await answerOf(child, bytes);
}

/** Where the parsers are installed, which need not be beside this program. */
function packages(): readonly string[] {
  return ["@e965/xlsx", "hucre/xlsx"].map((name) => {
    const path = fileURLToPath(import.meta.resolve(name));
    const folder = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(path)?.[0];
    return folder ?? dirname(path);
  });
}

async function answerOf(child: ChildProcess, bytes: Buffer): Promise<ChildAnswer> {
  const chunks: Buffer[] = [];
  let complaint = "";
  let stopped: "too slow" | "too big" | undefined;
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-4_000);
  });
  // A child that was killed reads no more: that is its end, told below.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(bytes);

  const since = systemClock.now();
  const stop = (why: "too slow" | "too big") => {
    stopped ??= why;
    child.kill("SIGKILL");
  };
  const watch = setInterval(() => {
    const use = usageOf(child.pid);
    const waited = since.until(systemClock.now()).total("seconds");
    if (use !== undefined && use.megabytes > walls.memoryMegabytes) stop("too big");
    else if ((use?.seconds ?? waited) > walls.seconds || waited > walls.patienceSeconds) stop("too slow");
  }, lookEvery);
  try {
    const code = await new Promise<number | null | Error>((settle) => {
      child.once("error", settle);
      child.once("close", settle);
    });
    if (stopped !== undefined) return { kind: stopped };
    if (code === 0) return { kind: "done", bytes: Buffer.concat(chunks) };
    if (code instanceof Error) return { kind: "broken", cause: code.message };
    if (/heap out of memory|heap limit|Array buffer allocation failed/i.test(complaint)) return { kind: "too big" };
    return { kind: "broken", cause: complaint.split("\n").find((line) => /error/i.test(line)) ?? `exit ${code}` };
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
