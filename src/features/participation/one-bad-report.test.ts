import { afterEach, beforeEach, expect, it } from "vitest";

import type { Failure } from "#lib/failure.ts";

import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool } from "../../../test/small-school.ts";
import { collectParticipation } from "./collect-participation.ts";

const rules = { presentShare: 0.5, lateMinutes: 10, leftEarlyMinutes: 10 };
const titles = ["English A1", "English B1", "English C1"];
let database: ClonedDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
  const school = await openSmallSchool(database.db);
  for (const [place, title] of titles.entries()) {
    const session = await school.session(await school.group(title));
    await database.pool.query(
      `insert into meetings (session_id, key, state, host_id, host_email, zoom_id, topic, starts_at, duration_minutes,
                             created_at, updated_at)
         values ($1, $2, 'open', 'h', 'h@school.example', $2, $3, $4, 60, now(), now())`,
      [session.id, String(place), title, monday.toString()],
    );
  }
});
afterEach(async () => await database.close());

/** An evening on which Zoom tells of one visitor in each class, by the class's meeting. */
async function evening(hours: number, visitorOf: (zoomId: string) => string) {
  const now = monday.add({ hours });
  const failures: Failure[] = [];
  const report = await collectParticipation({
    db: database.db,
    clock: { now: () => now, sleep: async () => undefined },
    zoom: {
      listStays: async (zoomId) => ({
        kind: "done",
        value: [{ stayId: "1", name: visitorOf(zoomId), joinedAt: monday, leftAt: monday.add({ minutes: 60 }) }],
      }),
    },
    rules,
    until: now,
    log: {
      info: async () => undefined,
      warning: async () => undefined,
      failure: async (failure) => void failures.push(failure),
    },
  });
  const kept = await database.pool.query("select zoom_name from stays order by zoom_name");
  return { report, failures, names: kept.rows.map((row: { zoom_name: string }) => row.zoom_name) };
}

it("a class whose visitors the database will not keep takes nothing from the others, is named, and is asked about again", async () => {
  // PostgreSQL keeps no text with a zero byte.
  const first = await evening(2, (zoomId) => (zoomId === "1" ? "Ama\0" : `Ama ${zoomId}`));
  expect(first.report).toEqual({ collected: 2, waiting: 0, failed: 1, unkept: 1 });
  expect(first.names).toEqual(["Ama 0", "Ama 2"]);
  expect(first.failures).toHaveLength(1);
  expect(first.failures[0]).toMatchObject({
    code: "attendance.not-kept",
    place: expect.stringMatching(/^English B1 /),
  });
  expect(first.failures[0]?.what.en).toContain("English B1");
  expect(first.failures[0]?.cause).toMatch(/^22021 /);

  const second = await evening(3, (zoomId) => `Ama ${zoomId}`);
  expect(second.report).toEqual({ collected: 1, waiting: 0, failed: 0, unkept: 0 });
  expect(second.names).toEqual(["Ama 0", "Ama 1", "Ama 2"]);
});

it("what the database will not keep of a second look leaves the first, and is looked at again", async () => {
  await evening(2, (zoomId) => `Ama ${zoomId}`);
  const second = await evening(12, (zoomId) => (zoomId === "1" ? "Binta\0" : `Binta ${zoomId}`));
  expect(second.report).toMatchObject({ failed: 1, unkept: 1 });
  expect(second.names).toEqual(["Ama 1", "Binta 0", "Binta 2"]);
  const third = await evening(13, (zoomId) => `Binta ${zoomId}`);
  expect(third.report).toMatchObject({ failed: 0, unkept: 0 });
  expect(third.names).toEqual(["Binta 0", "Binta 1", "Binta 2"]);
});
