import { afterAll, beforeAll, expect, it } from "vitest";

import { ensureGroups } from "#features/roster/store.ts";
import { systemClock } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { command } from "./command.ts";
import { cloneDatabase, type ClonedDatabase } from "./database.ts";

let database: ClonedDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
  const group = { chatId: "-1009000000001" as ChatId, title: "Groupe 1" };
  await ensureGroups(database.db, [group], "fr", systemClock.now());
});
afterAll(async () => await database.close());

const announceAt = async (at: string) =>
  await command(database.name, "announce", `Fermé ${at}`, "--all", "--at", at, "--json");

it.each([
  ["2126-03-30 18:00", "2126-03-30T18:00:00Z"],
  // An offset says which moment is meant, whatever the school's zone.
  ["2126-03-30T18:00+02:00", "2126-03-30T16:00:00Z"],
])("carillon announce --at %s", async (at, dueAt) => {
  expect(await announceAt(at)).toMatchObject({ code: 0, json: { dueAt, planned: ["-1009000000001"] } });
});

it("refuses what is no moment", async () => {
  expect(await announceAt("demain")).toMatchObject({ code: 2, failure: "usage.wrong-value" });
});
