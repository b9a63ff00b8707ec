import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { frameCutter } from "./frames.ts";
import { places, startChild } from "./start-child.ts";

/** A memory of Pyodide with our Python in it: 30 MB today. */
const mostBytes = 256 * 1024 * 1024;

/**
 * The file with the memory of a fresh interpreter, made when it is missing (about 4 seconds, once a version).
 *
 * `undefined` where none of the folders can be written: starts are then slower, and nothing else is lost.
 */
export async function findSnapshot(folders: readonly string[]): Promise<string | undefined> {
  const name = await snapshotName();
  for (const folder of folders) {
    const file = join(folder, name);
    if (await exists(file)) return file;
  }
  const made = await makeSnapshot();
  if (made === undefined) return undefined;
  for (const folder of folders) {
    const file = join(folder, name);
    if (await keep(folder, file, made)) return file;
  }
  return undefined;
}

/** The same name for the same program: Node, Pyodide, the child and our Python. */
async function snapshotName(): Promise<string> {
  const hash = createHash("sha256").update(`${process.version} ${process.arch}`);
  const python = (await readdir(places.python)).filter((file) => file.endsWith(".py")).toSorted();
  for (const file of [
    join(places.pyodide, "package.json"),
    places.child,
    ...python.map((each) => join(places.python, each)),
  ]) {
    hash.update(await readFile(file));
  }
  return `python-${hash.digest("hex").slice(0, 24)}.snapshot`;
}

async function makeSnapshot(): Promise<Buffer | undefined> {
  const child = startChild("snapshot", undefined);
  const cut = frameCutter(mostBytes);
  try {
    for await (const chunk of child.pipe) {
      const [body] = cut(chunk as Buffer);
      if (body !== undefined) return body === "too long" ? undefined : body;
    }
  } catch {
    // A child that died has sent no snapshot.
  } finally {
    child.kill();
    await child.gone;
  }
  return undefined;
}

/** Written beside and renamed, so that two processes at once and a full disk leave no half a file. */
async function keep(folder: string, file: string, bytes: Buffer): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true });
    for (const old of await readdir(folder)) {
      if (/^python-[0-9a-f]{24}\.snapshot$/.test(old) && join(folder, old) !== file)
        await rm(join(folder, old), { force: true });
    }
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, file);
    return true;
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
