import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Failure } from "#lib/failure.ts";

/** What `hold-database.ts` says. */
export interface HeldLine {
  readonly serverPid?: number;
  readonly origin?: string;
  readonly failure?: Failure;
  readonly closed?: boolean;
}

/** Another process that has a database open. */
export interface HeldDatabase {
  readonly pid: number;
  /** What it said once it was open, or why it could not. */
  readonly said: HeldLine;
  /** Ends it in order. */
  end(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** Runs `hold-database.ts` on a data folder, as another account if given, and waits for what it says. */
export async function holdDatabase(
  dataFolder: string,
  options: { readonly claim?: boolean; readonly uid?: number; readonly gid?: number } = {},
): Promise<HeldDatabase> {
  const { uid, gid } = options;
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "hold-database.ts"), dataFolder, options.claim === true ? "claim" : ""],
    {
      stdio: ["pipe", "pipe", "inherit"],
      cwd: "/",
      ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
    },
  );
  const gone = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), gone.then(() => undefined)]);
  if (first === undefined || first.done === true) throw new Error("the holder of the database ended without a word");
  return {
    pid: child.pid ?? 0,
    said: JSON.parse(first.value),
    async end() {
      child.stdin.end();
      await gone;
    },
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
