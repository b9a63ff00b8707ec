import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";

/** A process that can run one scenario. */
export interface Child {
  readonly pid: number;
  readonly pipe: Duplex;
  /** Ends it at once. It has nothing to put in order: it never wrote anything. */
  kill(): void;
  /** Resolves when the process is gone, with what it said last on its error output. */
  readonly gone: Promise<string>;
}

/** Our Python, the child's program and Pyodide: all that the child may read. */
export const places = {
  child: fileURLToPath(new URL("./child.js", import.meta.url)),
  python: fileURLToPath(new URL("../../../python/carillon", import.meta.url)),
  pyodide: dirname(fileURLToPath(import.meta.resolve("pyodide/package.json"))),
};

/** How much of what the child says when it dies is kept, in characters. */
const mostLastWords = 2_000;

/**
 * Walls that the kernel holds, where there is a shell to set them: no file is written, no core is left, and an orphan
 * whose Carillon was killed ends after so many seconds of computing.
 */
const kernelWalls = 'ulimit -f 0 2>/dev/null; ulimit -c 0 2>/dev/null; ulimit -t 900 2>/dev/null; exec "$@"';

/** Node's own walls: reading only what is named, no writing, no network, no process, no worker, no addon, no `eval`. */
export function nodeWalls(readable: readonly string[]): readonly string[] {
  return [
    "--permission",
    ...readable.map((path) => `--allow-fs-read=${path}`),
    "--disallow-code-generation-from-strings",
    "--no-addons",
    "--no-global-search-paths",
    "--disable-proto=throw",
    "--no-warnings",
  ];
}

/**
 * Starts the child behind the second wall. `"serve"` answers `{ ready: true }`, then waits for its order;
 * `"snapshot"` sends the memory of a fresh interpreter and ends.
 */
export function startChild(what: "serve" | "snapshot", snapshot: string | undefined): Child {
  const readable = [places.child, places.python, places.pyodide, ...(snapshot === undefined ? [] : [snapshot])];
  const program = [process.execPath, ...nodeWalls(readable), ...smallFootprint];
  const command = [...program, places.child, what, places.pyodide, places.python, snapshot ?? ""];
  return openChild(command);
}

/** Starts a command with one pipe (descriptor 3) and an empty environment, behind the kernel's walls. */
export function openChild(command: readonly string[]): Child {
  const shell = "/bin/sh";
  const [program = "", ...words] = existsSync(shell) ? [shell, "-c", kernelWalls, "sh", ...command] : command;
  const child = spawn(program, words, { env: {}, cwd: places.pyodide, stdio: ["ignore", "ignore", "pipe", "pipe"] });
  return {
    pid: child.pid ?? 0,
    pipe: child.stdio[3] as Duplex,
    kill: () => void child.kill("SIGKILL"),
    gone: lastWords(child),
  };
}

/** Python's memory is not V8's: V8 itself needs little. */
const smallFootprint = ["--max-semi-space-size=1", "--max-old-space-size=256"];

/** Begins the last line of one that a signal ended. */
export const endedBy = "ended by ";

async function lastWords(child: ChildProcess): Promise<string> {
  let said = "";
  child.stderr?.on("data", (data: Buffer) => {
    said = `${said}${data.toString("utf8")}`.slice(-mostLastWords);
  });
  // Whatever the pipe meets when the child is killed is known from the child's end.
  child.stdio[3]?.on("error", () => undefined);
  return await new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    // Nobody here sends it this signal but ourselves and the system, which does so when memory is short.
    child.on("close", (_, signal) => resolve(withoutPlaces(signal === null ? said : `${said}\n${endedBy}${signal}`)));
  });
}

/** An error of Node's quotes whole lines of Pyodide, and says where on this machine it lies. */
function withoutPlaces(said: string): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "" && line.length < 300);
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  return lines.slice(-12).join("\n").replaceAll(root, "");
}
