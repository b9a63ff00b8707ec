import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, readlinkSync } from "node:fs";
import { link, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { systemClock } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";
import type { Logger } from "#lib/logger.ts";

import { codeOf } from "./data-failures.ts";
import { socketPort, type ServerPlace } from "./data-folder.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { startTimer } from "./elapsed.ts";
import { processesIn } from "./orphans.ts";
import { serverEnvironment, spawnAs } from "./server-account.ts";
import { logSize } from "./server-log.ts";
import { serverSettings, type ServerSettings } from "./server-settings.ts";

/** What `postmaster.pid` says of the server of a cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  /** The process is there and is a PostgreSQL of this cluster; false for a leftover of one that was killed. */
  readonly running: boolean;
}

/** Is there a process with this number, one that still runs? A zombie is not one. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  if (process.platform !== "linux") return true;
  try {
    // "pid (name) state …", and the name may hold anything, parentheses included.
    return !/^[ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "");
  } catch {
    return false;
  }
}

/**
 * Reads who serves the cluster; `undefined` when no server left a trace.
 *
 * The number alone proves nothing: after a power cut it may be another program's. A server's working
 * directory is its cluster, which settles it where the system shows it.
 */
export async function findPostmaster(place: ServerPlace): Promise<Postmaster | undefined> {
  const text = await readLockFile(join(place.cluster, "postmaster.pid"));
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]) || socketPort;
  const socketFolder = lines[4] || place.socketFolder;
  return { pid, port, socketFolder, running: Number.isInteger(pid) && pid > 0 && isServerOf(pid, place.cluster) };
}

/**
 * A server that is starting creates the file before it writes to it. Taking that for a leftover would take
 * a rival's lock away, so an empty file is given 2 s: after them it is what a power cut left.
 */
async function readLockFile(file: string): Promise<string | undefined> {
  const elapsed = startTimer();
  for (;;) {
    try {
      const text = await readFile(file, "utf8");
      if (text !== "" || elapsed() > 2_000) return text;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
    await systemClock.sleep(20);
  }
}

function isServerOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch (error) {
    // Someone else's process: no server of ours, whose account we are or may look into.
    return codeOf(error) !== "EACCES" && codeOf(error) !== "ENOENT";
  }
}

/**
 * Removes what a killed server left, where PostgreSQL itself would refuse to: it takes any live process
 * with that number (a zombie, a stranger) for the server.
 *
 * Another process of ours may be starting a server at this very moment, so the file is first moved, then
 * read, and put back if it is not the stale one any more.
 */
export async function clearStale(place: ServerPlace, stale: Postmaster): Promise<void> {
  for (const lock of [join(place.cluster, "postmaster.pid"), join(stale.socketFolder, `.s.PGSQL.${stale.port}.lock`)]) {
    const aside = join(dirname(lock), `.stale-${newId()}`);
    try {
      await rename(lock, aside);
      const pid = Number((await readFile(aside, "utf8")).split("\n")[0]);
      if (pid !== stale.pid) await link(aside, lock);
    } catch (error) {
      if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
    } finally {
      await rm(aside, { force: true });
    }
  }
}

/** A server that this process has started. */
export interface Launch {
  readonly child: ChildProcess;
  /** Size of the log before, so that its own lines can be told. */
  readonly logStart: number;
  /** Why it is not there any more, once it is not. */
  readonly ended: () => string | undefined;
}

/** What `Launch.ended` gives of a server that was asked to stop. */
export const endedInOrder = "postgres: status 0";

/**
 * Starts a server that outlives this process's troubles: in a session of its own, so that Ctrl-C in our
 * terminal does not reach it (we stop it in order), and tied to none of our streams.
 */
export function launchPostmaster(place: ServerPlace, binaries: PostgresBinaries, overrides: ServerSettings): Launch {
  const logStart = logSize(place.logFile);
  const log = openSync(place.logFile, "a", 0o600);
  try {
    const settings = Object.entries(serverSettings(place, overrides)).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    const child = spawn(binaries.postgres, ["-D", place.cluster, ...settings], {
      ...spawnAs(place.account),
      cwd: process.platform === "win32" ? undefined : "/",
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", log, log],
      windowsHide: true,
    });
    let ended: string | undefined;
    child.once("error", (error) => (ended = String(error)));
    child.once("exit", (status, signal) => (ended = `postgres: ${signal ?? `status ${status}`}`));
    child.unref();
    return { child, logStart, ended: () => ended };
  } finally {
    closeSync(log);
  }
}

/** Stops the server in order, its clients' connections cut; by force when that takes over 20 s. */
export async function stopPostmaster(place: ServerPlace, binaries: PostgresBinaries, logger: Logger): Promise<void> {
  const server = await findPostmaster(place);
  if (server === undefined || !server.running) return;
  if (process.platform === "win32") {
    const child = spawn(binaries.pgCtl, ["stop", "-w", "-m", "fast", "-D", place.cluster], { stdio: "ignore" });
    await new Promise((settle) => child.once("close", settle).once("error", settle));
    return;
  }
  for (const [signal, patience] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    signalProcess(server.pid, signal);
    if (await isGone(place, server.pid, patience)) return;
    logger.warn({ pid: server.pid, signal }, "PostgreSQL takes long to stop");
  }
}

/** Signals a process that may just have ended. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
}

async function isGone(place: ServerPlace, pid: number, patience: number): Promise<boolean> {
  const elapsed = startTimer();
  while (elapsed() < patience) {
    if (!isServerOf(pid, place.cluster) && processesIn(place.cluster).length === 0) return true;
    await systemClock.sleep(10);
  }
  return false;
}
