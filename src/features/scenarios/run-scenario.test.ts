import { afterAll, beforeAll, expect, it } from "vitest";

import { inTransaction } from "#database/open.ts";
import { say } from "#lib/bilingual.ts";
import { systemClock } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import type { RunRequest, ScenarioFunction } from "./ports.ts";
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

it("a run that the database cut off for the sake of another work is not failed: its job comes back", async () => {
  const jobId = newId();
  const attempt = async (perform: ScenarioFunction) =>
    await runScenario({
      db: database.db,
      clock: systemClock,
      zone: "Africa/Abidjan" as never,
      jobId,
      request: { scenario: "update_courses", cause: "manual" },
      perform,
      enqueue: async () => undefined,
      tellAdmin: async () => undefined,
    });
  await database.pool.query("create table left_row (n int); create table right_row (n int)");
  const upgrade = await database.pool.connect();
  await upgrade.query("begin; set local deadlock_timeout = '60s'; lock table right_row");
  let others: Promise<unknown> | undefined;
  const cutOff = attempt(async () => {
    await inTransaction(database.db, async (tx) => {
      await tx.execute("lock table left_row");
      others = upgrade.query("lock table left_row; commit");
      await tx.execute("set local deadlock_timeout = '10ms'");
      await tx.execute("lock table right_row");
    });
    return { figures: noFigures };
  });
  await expect(cutOff).rejects.toMatchObject({ cause: { code: "40P01" } });
  await others;
  upgrade.release();
  const { rows } = await database.pool.query("select outcome from runs where id = $1", [jobId]);
  expect(rows).toEqual([{ outcome: null }]);
  expect(await attempt(async () => ({ figures: noFigures }))).toBe("succeeded");
});

it("a run that is cut off again and again is told to the admin once, and goes on trying", async () => {
  const told: string[] = [];
  const jobId = newId();
  const attempt = async () =>
    await runScenario({
      db: database.db,
      clock: systemClock,
      zone: "Africa/Abidjan" as never,
      jobId,
      request: { scenario: "update_courses", cause: "manual" },
      perform: async () => {
        throw Object.assign(new Error("terminating connection"), { code: "57P01" });
      },
      enqueue: async () => undefined,
      tellAdmin: async (_tx, { text }) => void told.push(text.en),
    });
  for (let number = 1; number <= 7; number += 1) {
    await expect(attempt()).rejects.toThrow("terminating connection");
    expect(told).toHaveLength(number < 5 ? 0 : 1);
  }
  expect(told).toEqual([expect.stringContaining("cut off 4 times already")]);
  const { rows } = await database.pool.query("select attempt, outcome from runs where id = $1", [jobId]);
  expect(rows).toEqual([{ attempt: 7, outcome: null }]);
});
