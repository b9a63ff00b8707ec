import { readFileSync } from "node:fs";
import { chown, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * The operating-system account that the embedded PostgreSQL runs as.
 *
 * PostgreSQL refuses to run as root, so root lends it another account; an ordinary user lends their own.
 */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
  /** True when we are root and the server must be another account: its files are then handed over to it. */
  readonly lent: boolean;
}

/** Are we root? Always false on Windows, where the notion does not exist. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account for a server whose files belong (or will belong) to `owner`.
 *
 * Root serving an ordinary user's data folder uses that user, so that the folder stays theirs to open
 * later without root; only a folder of root's own goes to `nobody`.
 */
export function serverAccount(owner: { readonly uid: number; readonly gid: number } | undefined): ServerAccount {
  if (!isRoot()) return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, lent: false };
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, lent: true };
  return { ...nobody(), lent: true };
}

/** Looked up because not every system gives `nobody` the number 65534. */
function nobody(): { readonly uid: number; readonly gid: number } {
  const line = passwdLines().find((fields) => fields[0] === "nobody");
  const uid = Number(line?.[2]);
  const gid = Number(line?.[3]);
  return Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { uid, gid } : { uid: 65_534, gid: 65_534 };
}

/** The name of an account, for sentences that a person reads; its number where it has no name. */
export function accountName(uid: number): string {
  return passwdLines().find((fields) => Number(fields[2]) === uid)?.[0] ?? `uid ${uid}`;
}

function passwdLines(): string[][] {
  try {
    return readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"));
  } catch {
    return [];
  }
}

/** What to add to `spawn` so that the child runs as this account. */
export function spawnAs(account: ServerAccount): { readonly uid?: number; readonly gid?: number } {
  return account.lent ? { uid: account.uid, gid: account.gid } : {};
}

/**
 * What a large statement needed goes back to the system at its end. Left to itself the C library (glibc; others do not
 * read this) keeps for a connection as much as its largest statement took, and there are a dozen connections.
 */
const memoryGivenBack = { MALLOC_MMAP_THRESHOLD_: "131072", MALLOC_TRIM_THRESHOLD_: "262144" };

/** What the server's programs may know of our environment: nothing that could hold a secret. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "SystemRoot", "TEMP", "TMP"];
  const entries = kept.map((name) => [name, process.env[name]] as const).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(entries), ...memoryGivenBack, LC_ALL: "C", TZ: "UTC" };
}

/** Gives a file or folder to the account, when it is not ours already. */
export async function handOver(path: string, account: ServerAccount): Promise<void> {
  if (account.lent) await chown(path, account.uid, account.gid);
}

/**
 * Can the account enter this existing folder, that is, pass through it and through each of its parents?
 *
 * Judged from the mode bits. An access-control list could grant more; then the files are placed
 * elsewhere without need, which is harmless.
 */
export async function canEnter(folder: string, account: ServerAccount): Promise<boolean> {
  for (let at = await realpath(folder); ; at = dirname(at)) {
    if (!(await permits(at, account, 0o1))) return false;
    if (at === dirname(at)) return true;
  }
}

/** Do the mode bits grant the account `wanted` (a sum of 4 read, 2 write, 1 execute or enter)? */
export async function permits(path: string, account: ServerAccount, wanted: number): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & wanted) === wanted;
}
