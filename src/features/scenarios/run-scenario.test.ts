import { afterAll, beforeAll, expect, it } from "vitest";

import { say } from "#lib/bilingual.ts";
import { systemClock } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import type { RunRequest } from "./ports.ts";
import { noFigures } from "./rules.ts";
import { runScenario } from "./run-scenario.ts";

let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await database.pool.query(`insert into scenarios (name, kind, title, icon, colour, enabled, created_at)
    values ('update_courses', 'built-in', '{"fr":"x","en":"x"}', 'book', 'blue', true, now()) on conflict do nothing`);
});
afterAll(async () => await database.close());

it("a run that is tried again asks for the same thing in the name of the same person", async () => {
  const asked: RunRequest[] = [];
  const request = {
    scenario: "update_courses",
    cause: "manual",
    workbook: "week.xlsx",
    agreed: true,
    by: "user:1",
  } as const;
  await runScenario({
    db: database.db,
    clock: systemClock,
    zone: "Africa/Abidjan" as never,
    jobId: newId(),
    request,
    perform: async () => ({ figures: noFigures, skipped: say("plus tard", "later"), retryInMinutes: 5 }),
    enqueue: async (_tx, wanted) => void asked.push(wanted),
    tellAdmin: async () => undefined,
  });
  expect(asked).toMatchObject([{ ...request, cause: "retry", retries: 1 }]);
});
