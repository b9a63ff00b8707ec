import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { causeOf, failed, ok, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";
import type { Logger } from "#lib/logger.ts";

import {
  binariesUnusable,
  codeOf,
  creationFailed,
  diskFull,
  folderFailure,
  notACluster,
  otherVersion,
  postgresMajor,
} from "./data-failures.ts";
import type { ServerPlace } from "./data-folder.ts";
import { startTimer } from "./elapsed.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { isAlive } from "./postmaster.ts";
import { handOver, serverEnvironment, spawnAs, type ServerAccount } from "./server-account.ts";

/** The only account of the embedded server: who can enter the socket folder is who may connect. */
export const serverUser = "carillon";

/**
 * Makes sure that the cluster exists and is one that this program can serve; true when it was just made.
 *
 * It is made under another name and renamed when whole and on the disk, so a crash, or another process
 * doing the same at the same time, can never leave half a cluster.
 */
export async function ensureCluster(
  place: ServerPlace,
  binaries: PostgresBinaries,
  options: { readonly logger: Logger; readonly sync: boolean },
): Promise<Result<boolean>> {
  try {
    const version = await clusterVersion(place.cluster);
    if (version === postgresMajor) return ok(false);
    if (version === "unknown") return failed(notACluster(place.cluster));
    if (version !== undefined) return failed(otherVersion(place.cluster, version));
    await removeAbandoned(place);
    return await createCluster(place, binaries, options);
  } catch (error) {
    return failed(folderFailure(error, place.cluster));
  }
}

async function clusterVersion(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
  try {
    await rmdir(cluster);
  } catch (error) {
    if (codeOf(error) === "ENOTEMPTY" || codeOf(error) === "EEXIST") return "unknown";
    if (codeOf(error) !== "ENOENT") throw error;
  }
  return undefined;
}

const temporaryPrefix = "postgresql.new-";

/** Removes what an initdb left that was killed with its process. */
async function removeAbandoned(place: ServerPlace): Promise<void> {
  for (const name of await readdir(place.home)) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const pid = Number(name.slice(temporaryPrefix.length).split("-")[0]);
    if (!isAlive(pid)) await rm(join(place.home, name), { recursive: true, force: true });
  }
}

async function createCluster(
  place: ServerPlace,
  binaries: PostgresBinaries,
  { logger, sync }: { readonly logger: Logger; readonly sync: boolean },
): Promise<Result<boolean>> {
  const temporary = join(place.home, `${temporaryPrefix}${process.pid}-${newId()}`);
  const elapsed = startTimer();
  try {
    await mkdir(temporary, { mode: 0o700 });
    await handOver(temporary, place.account);
    const options = [
      "-D",
      temporary,
      "-U",
      serverUser,
      "-E",
      "UTF8",
      "--no-instructions",
      // Sorting and letter case that depend on no library of the machine, so that a cluster can move.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(process.platform === "win32" ? await windowsPassword(place) : ["--auth-local=trust", "--auth-host=reject"]),
      ...(sync ? [] : ["--no-sync"]),
    ];
    const outcome = await run(binaries.initdb, options, place.account);
    if (outcome.error !== undefined) return failed(binariesUnusable(binaries.initdb, causeOf(outcome.error)));
    if (outcome.status !== 0) return failed(initdbFailure(place.cluster, outcome.status, outcome.output));
    const created = await putInPlace(temporary, place);
    if (created) logger.info({ ms: elapsed() }, "database cluster created");
    return ok(created);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** False when another process was faster; its cluster is then the one. */
async function putInPlace(temporary: string, place: ServerPlace): Promise<boolean> {
  try {
    await rename(temporary, place.cluster);
  } catch (error) {
    if (codeOf(error) === "ENOTEMPTY" || codeOf(error) === "EEXIST" || codeOf(error) === "EPERM") {
      if ((await clusterVersion(place.cluster)) === postgresMajor) return false;
    }
    throw error;
  }
  if (process.platform === "win32") return true;
  // The rename itself must outlive a power cut.
  const folder = await open(place.home, "r");
  await folder.sync().finally(() => folder.close());
  return true;
}

function initdbFailure(place: string, status: number | null, output: string) {
  const cause = `initdb: status ${status}\n${output.slice(-4000).trim()}`;
  if (/No space left on device|Disk quota exceeded/i.test(output)) return diskFull(place, cause);
  if (/error while loading shared libraries|GLIBC_|cannot execute/i.test(output)) return binariesUnusable(place, cause);
  return creationFailed(place, cause);
}

interface Outcome {
  readonly error: Error | undefined;
  readonly status: number | null;
  readonly output: string;
}

function run(program: string, args: readonly string[], account: ServerAccount): Promise<Outcome> {
  return new Promise((settle) => {
    const child = spawn(program, args, {
      ...spawnAs(account),
      // Not ours: the account may not be able to enter it.
      cwd: process.platform === "win32" ? undefined : "/",
      env: serverEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const parts: Buffer[] = [];
    const text = () => Buffer.concat(parts).toString("utf8");
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.stderr.on("data", (part: Buffer) => parts.push(part));
    child.once("error", (error) => settle({ error, status: null, output: text() }));
    child.once("close", (status) => settle({ error: undefined, status, output: text() }));
  });
}

/** On Windows any account of the machine reaches 127.0.0.1, so there, and only there, a password guards. */
async function windowsPassword(place: ServerPlace): Promise<string[]> {
  const file = passwordFile(place);
  await writeFile(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" }).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
  await chmod(file, 0o600);
  return ["--auth=scram-sha-256", `--pwfile=${file}`];
}

/** Where the Windows server's password is. */
export function passwordFile(place: ServerPlace): string {
  return join(place.dataFolder, `${basename(place.cluster)}.password`);
}
