import { access, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** The data folder: `--data`, else CARILLON_DATA, else where this system keeps such data. */
export function dataFolderOf(option: string | undefined, environment: Environment): string {
  const chosen = option ?? environment["CARILLON_DATA"];
  return resolve(chosen === undefined || chosen === "" ? usualFolder(environment) : chosen);
}

function usualFolder(environment: Environment): string {
  // Root's home is closed to the account that serves the database.
  if (process.getuid?.() === 0) return "/var/lib/carillon";
  if (process.platform === "win32") {
    return join(environment["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "Carillon");
  }
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "Carillon");
  const shared = environment["XDG_DATA_HOME"];
  // The XDG specification asks to ignore a relative path.
  return join(shared?.startsWith("/") === true ? shared : join(homedir(), ".local", "share"), "carillon");
}

/** Where the database of a data folder is; found without creating or starting anything. */
export type DatabasePlace =
  /** `DATABASE_URL` names it. */
  | { readonly kind: "address" }
  | { readonly kind: "folder"; readonly path: string }
  /** The data folder holds none yet: the first start creates it. */
  | { readonly kind: "none" };

/** Says where the database is, so that a command that only reads does not create one by asking. */
export async function findDatabase(dataFolder: string, hasAddress: boolean): Promise<DatabasePlace> {
  if (hasAddress) return { kind: "address" };
  const pointed = await pointedHome(dataFolder);
  const path = join(pointed ?? dataFolder, "postgresql");
  // A pointer to a database that is gone is a loss to be told by whoever opens it, not "none yet".
  return pointed !== undefined || (await exists(path)) ? { kind: "folder", path } : { kind: "none" };
}

/** Started by root, a database that cannot live in the data folder is elsewhere, and this file says where. */
async function pointedHome(dataFolder: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(dataFolder, "database-location.txt"), "utf8");
    return text
      .split("\n")
      .map((line) => line.trim())
      .find((line) => line.startsWith("/"));
  } catch {
    return undefined;
  }
}

/** Is there something at this path? */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
