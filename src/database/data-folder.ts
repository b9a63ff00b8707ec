import { createHash } from "node:crypto";
import { access, chmod, constants, lstat, mkdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { causeOf, failed, ok, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";

import { codeOf, databaseLost, folderFailure, notWritable, otherOwner, socketFolderTaken } from "./data-failures.ts";
import { systemFolder } from "./postgres-binaries.ts";
import { accountName, canEnter, handOver, isRoot, serverAccount, type ServerAccount } from "./server-account.ts";

/** Every place that an embedded PostgreSQL uses. */
export interface ServerPlace {
  /** The data folder, its links resolved. */
  readonly dataFolder: string;
  /** Where the cluster and its socket are: the data folder, or a folder of `/var/lib/carillon`. */
  readonly home: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly account: ServerAccount;
}

/** In the data folder, says where its database is when it could not be placed there. */
const pointerName = "database-location.txt";
/** `sun_path` holds 104 bytes on macOS and 108 on Linux, with the final zero. */
const longestSocketPath = 103;
/** The Unix socket's name carries this number; nothing listens on the network. */
export const socketPort = 5432;

/**
 * Makes the data folder ready and says where its database is, the same for every process that asks.
 *
 * Nothing is created for the database itself here, so two processes may do this at once.
 */
export async function prepareDataFolder(dataFolder: string): Promise<Result<ServerPlace>> {
  const asked = resolve(dataFolder);
  try {
    await mkdir(asked, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    const real = await realpath(asked);
    const found = await locate(real);
    if (!found.ok) return found;
    const { home, account } = found.value;
    const socketFolder = await makeSocketFolder(home, account);
    if (!socketFolder.ok) return socketFolder;
    return ok({
      dataFolder: real,
      home,
      cluster: join(home, "postgresql"),
      socketFolder: socketFolder.value,
      logFile: join(real, "postgresql.log"),
      account,
    });
  } catch (error) {
    return failed(folderFailure(error, asked));
  }
}

async function locate(dataFolder: string): Promise<Result<{ home: string; account: ServerAccount }>> {
  const folder = await stat(dataFolder);
  const pointed = await readPointer(dataFolder);
  const existing = await statOrNothing(join(pointed ?? dataFolder, "postgresql"));
  if (!isRoot()) {
    const account = serverAccount(undefined);
    if (existing !== undefined && process.platform !== "win32" && existing.uid !== account.uid) {
      return failed(otherOwner(dataFolder, accountName(existing.uid), accountName(account.uid)));
    }
    try {
      await access(dataFolder, constants.W_OK | constants.X_OK);
    } catch (error) {
      return failed(notWritable(dataFolder, causeOf(error)));
    }
    return ok({ home: pointed ?? dataFolder, account });
  }
  const account = serverAccount(existing ?? folder);
  if (pointed !== undefined) {
    // It was made before the pointer was written, so its absence is a loss: never answer it with an empty database.
    if ((await statOrNothing(pointed)) === undefined) return failed(databaseLost(dataFolder, pointed));
    return ok({ home: pointed, account });
  }
  if (folder.uid !== account.uid) await chmod(dataFolder, (folder.mode & 0o777) | 0o011);
  if (existing !== undefined || (await canEnter(dataFolder, account))) return ok({ home: dataFolder, account });
  const home = join(systemFolder, "clusters", shortHash(dataFolder));
  await mkdir(home, { recursive: true, mode: 0o711 });
  // A umask of 077 would have made them 0700.
  for (const made of [systemFolder, join(systemFolder, "clusters"), home]) await chmod(made, 0o711);
  await writePointer(dataFolder, home, account);
  return ok({ home, account });
}

async function readPointer(dataFolder: string): Promise<string | undefined> {
  try {
    const lines = (await readFile(join(dataFolder, pointerName), "utf8")).split("\n");
    return lines.map((line) => line.trim()).find((line) => line.startsWith("/"));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function writePointer(dataFolder: string, home: string, account: ServerAccount): Promise<void> {
  const text = [
    `La base de données de ce dossier est ailleurs : le compte ${accountName(account.uid)}, qui la sert, ne peut pas entrer ici.`,
    `The database of this folder is elsewhere: the account ${accountName(account.uid)}, which serves it, cannot enter here.`,
    "À sauvegarder avec ce dossier · Back it up together with this folder:",
    home,
    "",
  ].join("\n");
  // Whole or not at all: half a pointer would start an empty database.
  const temporary = join(dataFolder, `.${pointerName}-${newId()}`);
  await writeFile(temporary, text, { mode: 0o644 });
  await rename(temporary, join(dataFolder, pointerName));
}

/** A folder that only the server's account (and root) can enter: it is what guards the database. */
async function makeSocketFolder(home: string, account: ServerAccount): Promise<Result<string>> {
  const beside = join(home, "socket");
  const tooLong = Buffer.byteLength(join(beside, `.s.PGSQL.${socketPort}`)) > longestSocketPath;
  // Not os.tmpdir(): every process must come to the same path, whatever its TMPDIR.
  const folder = tooLong ? `/tmp/carillon-${shortHash(home)}` : beside;
  if (process.platform === "win32") return ok(folder);
  try {
    await mkdir(folder, { mode: 0o700 });
    await handOver(folder, account);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  const made = await lstat(folder);
  if (made.isDirectory() && made.uid === account.uid) {
    await chmod(folder, 0o700);
    return ok(folder);
  }
  // Root's own folder is one that a crash, or another process of ours at this moment, has not handed over yet.
  if (made.isDirectory() && account.lent && made.uid === 0) {
    await handOver(folder, account);
    return ok(folder);
  }
  return failed(socketFolderTaken(folder));
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

async function statOrNothing(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
