import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { isAlive } from "#database/postmaster.ts";
import { processesIn } from "#database/orphans.ts";
import { canEnter, serverAccount } from "#database/server-account.ts";

const prefix = "carillon-test-";

/** A folder for one test or one run. */
export interface Scratch {
  readonly path: string;
  /** Removes the folder, and the database that root had to place elsewhere for it. */
  remove(): void;
}

/**
 * A new folder that an embedded PostgreSQL can live in, also when root runs the tests inside a temporary
 * folder of mode 0700, which the server's account cannot enter.
 */
export async function scratchFolder(): Promise<Scratch> {
  const account = serverAccount(undefined);
  const choices = [tmpdir(), "/tmp", "/var/tmp"];
  let parent = tmpdir();
  if (account.lent) {
    for (const choice of choices.toReversed()) if (await canEnter(choice, account)) parent = choice;
  }
  // The number of the process lets a later run tell what a killed one left; a name inside the run's own folder is short,
  // since a server's socket has its path in it.
  const name = basename(dirname(parent)).startsWith(prefix) ? "s-" : `${prefix}${process.pid}-`;
  const path = mkdtempSync(join(parent, name));
  chmodSync(path, 0o711);
  return { path, remove: () => removeScratch(path) };
}

/** A folder inside a scratch folder. */
export function folderIn(parent: string, name: string, mode = 0o711): string {
  const path = join(parent, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
}

/** Removes what runs that were killed have left: their folders and the servers in them. */
export function sweepScratch(): void {
  for (const parent of new Set([tmpdir(), "/tmp", "/var/tmp"])) {
    for (const name of readdirOrNothing(parent)) {
      const pid = Number(name.match(/^carillon-test-(\d+)-/)?.[1]);
      if (pid > 0 && !isAlive(pid)) removeScratch(join(parent, name));
    }
  }
}

function removeScratch(path: string): void {
  for (const cluster of clustersUnder(path)) {
    for (const { pid, title } of processesIn(cluster)) if (/postgres/.test(title)) killQuietly(pid);
    if (!cluster.startsWith(path)) rmSync(join(cluster, ".."), { recursive: true, force: true });
  }
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

/** The clusters of a scratch folder, and of those inside a run's, five levels deep; those placed elsewhere included. */
function clustersUnder(path: string, depth = 5): string[] {
  const inner = depth === 0 ? [] : readdirOrNothing(path);
  const pointed = inner.includes("database-location.txt")
    ? readFileSync(join(path, "database-location.txt"), "utf8").match(/^\/var\/lib\/carillon\/clusters\/\w+$/m)
    : null;
  const own = inner.includes("postgresql") ? [join(path, "postgresql")] : [];
  const elsewhere = pointed === null ? [] : [join(pointed[0], "postgresql")];
  return [
    ...own,
    ...elsewhere,
    ...inner.flatMap((name) => (name === "postgresql" ? [] : clustersUnder(join(path, name), depth - 1))),
  ];
}

function readdirOrNothing(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Already gone.
  }
}
