import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { openUploads } from "#adapters/excel/uploads.ts";
import type { UploadPort } from "#features/timetable/ports.ts";
import { findUpload, putUpload, settleUpload } from "#features/timetable/upload-store.ts";

import { cloneDatabase, type ClonedDatabase } from "./database.ts";
import { folderIn, scratchFolder, type Scratch } from "./scratch.ts";

let scratch: Scratch;
let database: ClonedDatabase;
let now = Temporal.Instant.from("2026-01-13T10:00:00Z");
beforeEach(async () => {
  scratch = await scratchFolder();
  database = await cloneDatabase();
});
afterEach(async () => {
  await database.close();
  scratch.remove();
});

/** Two machines of one database, each with a folder of its own. */
function machine(name: string): UploadPort {
  const { db } = database;
  now = now.add({ seconds: 1 });
  return openUploads(folderIn(scratch.path, name), {
    put: async (upload, bytes) => await putUpload(db, { name: upload, bytes, keptAt: (now = now.add({ seconds: 1 })) }),
    find: async (upload) => await findUpload(db, upload),
    settle: async (upload) => await settleUpload(db, upload, (now = now.add({ seconds: 1 }))),
  });
}

async function give(to: UploadPort, name: string): Promise<string> {
  async function* content() {
    yield Buffer.from(`workbook ${name}`);
  }
  const kept = await to.keep(name, content());
  if (!kept.ok) throw new Error(kept.failure.what.en);
  return kept.value;
}

it("a workbook that one machine took in is imported by another, and read by a third under the first one's path", async () => {
  const [page, other, worker] = [machine("page"), machine("other"), machine("worker")];
  const upload = await give(page, "week.xlsx");
  expect(await page.find(upload)).toMatchObject({ ok: true });
  const settled = await other.settle(upload);
  if (!settled.ok) throw new Error(settled.failure.what.en);
  rmSync(settled.value);
  const here = await worker.here(settled.value);
  expect(here).toBe(join(scratch.path, "worker", upload));
  expect(readFileSync(here, "utf8")).toBe("workbook week.xlsx");
  // What is there is read where it is, and what nobody knows is named as it was asked for.
  expect(await page.here(here)).toBe(here);
  expect(await worker.here("/nowhere/else.xlsx")).toBe("/nowhere/else.xlsx");
  expect(await worker.find("../secret.key")).toMatchObject({ failure: { code: "workbook.missing" } });
});

it("no more than five that wait are kept for the other machines, and what is imported stays", async () => {
  const [page, other] = [machine("page"), machine("other")];
  const first = await give(page, "imported.xlsx");
  await page.settle(first);
  const given: string[] = [];
  for (let n = 0; n < 7; n += 1) given.push(await give(page, `${n}.xlsx`));
  const found = await Promise.all([first, ...given].map(async (upload) => (await other.find(upload)).ok));
  expect(found).toEqual([true, false, false, true, true, true, true, true]);
  expect(existsSync(join(scratch.path, "page", "waiting", given[0] ?? ""))).toBe(true);
});
