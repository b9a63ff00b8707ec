import { access, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import type { UploadPort } from "#features/timetable/ports.ts";
import { ok } from "#lib/failure.ts";

import { missing } from "./failures.ts";
import { keepUpload } from "./keep-upload.ts";

/** So many workbooks wait to be imported or forgotten; of more, the oldest go. */
const mostWaiting = 20;

/**
 * Workbooks that people give to the page. They wait in `folder/waiting`, and are moved to `folder` by their import; each
 * is called by its file's name there. Without a folder (the database is elsewhere, and nothing is kept here) they wait
 * in a folder that nobody else can enter.
 */
export function openUploads(folder: string | undefined): UploadPort {
  let own: Promise<string> | undefined;
  const settled = async () => folder ?? (await (own ??= mkdtemp(join(tmpdir(), "carillon-uploads-"))));
  const waiting = async () => join(await settled(), "waiting");
  return {
    async keep(name, content) {
      const kept = await keepUpload({ folder: await waiting(), name, content });
      if (!kept.ok) return kept;
      await forgetOldest(await waiting());
      return ok(basename(kept.value));
    },
    async find(upload) {
      for (const place of [await waiting(), await settled()]) {
        // A name alone: nothing outside the folder is meant by it.
        const path = join(place, basename(upload));
        if (await isThere(path)) return ok(path);
      }
      return { ok: false, failure: missing(upload) };
    },
    async settle(upload) {
      const path = join(await settled(), basename(upload));
      const from = join(await waiting(), basename(upload));
      if (await isThere(from)) await rename(from, path);
      return (await isThere(path)) ? ok(path) : { ok: false, failure: missing(upload) };
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
