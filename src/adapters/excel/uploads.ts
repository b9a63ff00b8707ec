import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import type { UploadPort, UploadStore } from "#features/timetable/ports.ts";
import { ok } from "#lib/failure.ts";

import { missing } from "./failures.ts";
import { keepUpload } from "./keep-upload.ts";

/** So many workbooks wait to be imported or forgotten; of more, the oldest go. */
const mostWaiting = 20;

/**
 * Workbooks that people give to the page. They wait in `folder/waiting`, and are moved to `folder` by their import; each
 * is called by its file's name there. Without a folder (the database is elsewhere, and nothing is kept here) they wait
 * in a folder that nobody else can enter.
 *
 * The folder is this machine's; `store` is every process's, and what it has is laid out here when it is asked for.
 */
export function openUploads(folder: string | undefined, store: UploadStore): UploadPort {
  let own: Promise<string> | undefined;
  const settled = async () => folder ?? (await (own ??= mkdtemp(join(tmpdir(), "carillon-uploads-"))));
  const waiting = async () => join(await settled(), "waiting");
  /** Where an upload lies; one that another machine took in is laid out first. */
  const locate = async (upload: string): Promise<string | undefined> => {
    // A name alone: nothing outside the folder is meant by it.
    const name = basename(upload);
    for (const place of [await waiting(), await settled()]) {
      const path = join(place, name);
      if (await isThere(path)) return path;
    }
    const bytes = await store.find(name);
    if (bytes === undefined) return undefined;
    const path = join(await settled(), name);
    await mkdir(await settled(), { recursive: true, mode: 0o700 });
    // Whole or not at all: another run may read it at this moment.
    const partial = `${path}.${process.pid}`;
    await writeFile(partial, bytes, { mode: 0o600 });
    await rename(partial, path);
    return path;
  };
  return {
    async keep(name, content) {
      const kept = await keepUpload({ folder: await waiting(), name, content });
      if (!kept.ok) return kept;
      await store.put(basename(kept.value), await readFile(kept.value));
      await forgetOldest(await waiting());
      return ok(basename(kept.value));
    },
    async find(upload) {
      const path = await locate(upload);
      return path === undefined ? { ok: false, failure: missing(upload) } : ok(path);
    },
    async settle(upload) {
      const from = await locate(upload);
      if (from === undefined) return { ok: false, failure: missing(upload) };
      const path = join(await settled(), basename(upload));
      if (from !== path) await rename(from, path);
      await store.settle(basename(upload));
      return ok(path);
    },
    async here(path) {
      if (/^https?:\/\//i.test(path) || (await isThere(path))) return path;
      return (await locate(path)) ?? path;
    },
    async written(name, write) {
      const scratch = await mkdtemp(join(tmpdir(), "carillon-"));
      try {
        const path = join(scratch, basename(name));
        const done = await write(path);
        return done.ok ? ok(await readFile(path)) : done;
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}

async function forgetOldest(folder: string): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      // Somebody else's upload may have put it out meanwhile.
      const found = await stat(path).catch(() => undefined);
      return { path, at: found?.mtimeMs ?? 0 };
    }),
  );
  const old = files.toSorted((a, b) => b.at - a.at).slice(mostWaiting);
  await Promise.all(old.map(async ({ path }) => await rm(path, { force: true })));
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
