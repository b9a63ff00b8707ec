import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openDatabase } from "#database/open.ts";
import { resetDatabase } from "#database/reset.ts";
import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

/** Marks a folder as the demo's own: nothing else is ever emptied. */
const marker = "carillon-demo.txt";

/** An empty folder, or one of an earlier demo, whose database is emptied; a demo that runs there is left alone. */
export async function prepareDemoFolder(folder: string, logger: Logger): Promise<Result<void>> {
  const made = await makeDemoFolder(folder);
  if (!made.ok) return made;
  const database = await openDatabase({ dataFolder: folder, applicationName: "carillon demo", logger, poolSize: 1 });
  if (!database.ok) return database;
  try {
    const claim = await database.value.embedded?.claimEngine();
    if (claim?.ok === false) return claim;
    await resetDatabase(database.value);
    return ok(undefined);
  } finally {
    await database.value.close();
  }
}

/** A folder for a demo alone: a new one, or one that is marked as a demo's already. */
export async function makeDemoFolder(folder: string): Promise<Result<void>> {
  try {
    await mkdir(folder, { recursive: true });
    const found = await readdir(folder);
    if (found.length > 0 && !found.includes(marker)) return failed(notOurs(folder));
    await writeFile(join(folder, marker), "Carillon's demo empties this folder's database each time it starts.\n");
    return ok(undefined);
  } catch (error) {
    return failed(notWritable(folder, causeOf(error)));
  }
}

/** Takes away what a demo left whose process was cut off: its database server, when it lives on, and its folder. */
export async function sweepDemoFolder(folder: string, logger: Logger): Promise<void> {
  if (!(await isMarked(folder))) return;
  // A server that outlived its process is found by opening it, and stopped with what opened it.
  const emptied = await prepareDemoFolder(folder, logger);
  if (emptied.ok) await removeDemoFolder(folder);
}

/** Takes a demo's folder away; a folder that is no demo's is left alone. */
export async function removeDemoFolder(folder: string): Promise<void> {
  if (await isMarked(folder)) await rm(folder, { recursive: true, force: true });
}

async function isMarked(folder: string): Promise<boolean> {
  return (await readdir(folder).catch((): string[] => [])).includes(marker);
}

function notOurs(folder: string) {
  return {
    code: "demo.folder-in-use",
    what: say(
      `Le dossier « ${folder} » contient déjà autre chose qu'une démonstration : elle n'y touche pas.`,
      `The folder "${folder}" holds something other than a demo: it is left alone.`,
    ),
    remedy: say(
      "Donnez un dossier vide : carillon demo --data DOSSIER.",
      "Give an empty folder: carillon demo --data DIR.",
    ),
    place: folder,
  };
}

function notWritable(folder: string, cause: string) {
  return {
    code: "data.not-writable",
    what: say(`Carillon ne peut pas écrire dans « ${folder} ».`, `Carillon cannot write to "${folder}".`),
    remedy: say(
      "Choisissez un autre dossier : carillon demo --data DOSSIER.",
      "Choose another folder: carillon demo --data DIR.",
    ),
    place: folder,
    cause,
  };
}
