import { afterEach, beforeEach, expect, it } from "vitest";

import type { ZoomPort } from "#features/meetings/ports.ts";
import { say } from "#lib/bilingual.ts";
import type { Clock } from "#lib/clock.ts";

import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool } from "../../../test/small-school.ts";
import { askOperator } from "./ask-operator.ts";
import { listStays } from "./attendance-store.ts";
import { collectParticipation } from "./collect-participation.ts";
import { refreshInbox } from "./refresh-inbox.ts";

type Report = Awaited<ReturnType<ZoomPort["listStays"]>>;

const rules = { presentShare: 0.5, lateMinutes: 10, leftEarlyMinutes: 10 };
let database: ClonedDatabase;
let session: string;
let now: Temporal.Instant;
let lines: string[];
beforeEach(async () => {
  database = await cloneDatabase();
  const school = await openSmallSchool(database.db);
  const group = await school.group("English A1");
  session = (await school.session(group)).id;
  await database.pool.query(
    `insert into meetings (session_id, key, state, host_id, host_email, zoom_id, topic, starts_at, duration_minutes,
                           created_at, updated_at)
       values ($1, 'k', 'open', 'h', 'h@school.example', '81', 'English A1', $2, 60, now(), now())`,
    [session, monday.toString()],
  );
  lines = [];
});
afterEach(async () => await database.close());

/** Two and a half hours and so many days after the class began, with what Zoom says of it then; gives who is known to have been there. */
async function evening(days: number, report: Report): Promise<readonly string[]> {
  now = monday.add({ minutes: Math.round(days * 24 * 60) + 150 });
  const clock: Clock = { now: () => now, sleep: async () => undefined };
  const log = {
    info: async () => undefined,
    warning: async (message: { readonly en: string }) => void lines.push(message.en),
    failure: async () => undefined,
  };
  const zoom = { listStays: async () => report };
  await collectParticipation({ db: database.db, clock, zoom, rules, until: now, log });
  return (await listStays(database.db, [session])).map((stay) => stay.zoomName).toSorted();
}

const reportOf = (...names: readonly string[]): Report => ({
  kind: "done",
  value: names.map((name) => ({ stayId: `u#${name}`, name, joinedAt: monday, leftAt: monday.add({ minutes: 60 }) })),
});
const noReport: Report = { kind: "done", value: undefined };
const refused: Report = {
  kind: "refused",
  failure: { code: "zoom.refused", what: say("non", "no"), remedy: say("voir", "see") },
};

async function webhookTells(name: string): Promise<void> {
  await database.pool.query(
    `insert into zoom_events (id, kind, zoom_id, uuid, at, user_id, name, received_at)
       values ($1, 'joined', '81', 'u', $2, $1, $1, now())`,
    [name, monday.add({ minutes: 1 }).toString()],
  );
}

it("a report that was read stands when a later look has webhooks alone", async () => {
  await webhookTells("Ama");
  expect(await evening(0, reportOf("Ama", "Fatou"))).toEqual(["Ama", "Fatou"]);
  expect(await evening(0.4, refused)).toEqual(["Ama", "Fatou"]);
  expect(await evening(0.6, noReport)).toEqual(["Ama", "Fatou"]);
  // A report that says otherwise holds, as ever.
  expect(await evening(0.8, reportOf("Ama", "Fatou", "Kofi"))).toEqual(["Ama", "Fatou", "Kofi"]);
});

it("what the webhooks alone told is completed by a report that comes days later", async () => {
  await webhookTells("Ama");
  expect(await evening(0, refused)).toEqual(["Ama"]);
  for (const day of [1, 2, 3]) expect(await evening(day, refused)).toEqual(["Ama"]);
  expect(await evening(5, reportOf("Ama", "Fatou"))).toEqual(["Ama", "Fatou"]);
  // Once it was read it is not asked for after its two days.
  expect(await evening(6, reportOf("Nobody asks"))).toEqual(["Ama", "Fatou"]);
});

it("a class of which Zoom refused to tell counts as one with nobody, with a word, and a late report is read all the same", async () => {
  expect(await evening(0, refused)).toEqual([]);
  expect(await evening(1, refused)).toEqual([]);
  expect(lines).toEqual([]);
  expect(await evening(2, noReport)).toEqual([]);
  expect(lines).toEqual([expect.stringContaining("no list of participants two days later")]);
  expect(await evening(3, reportOf("Fatou"))).toEqual(["Fatou"]);
});

it("the admin is asked about five names an evening, and the next evening about the others, with nothing planned anew", async () => {
  await evening(0, reportOf("Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept"));
  await refreshInbox({ db: database.db, now });
  const school = { language: "en", timeZone: "Africa/Abidjan" } as Parameters<typeof askOperator>[0]["school"];
  const adminChat = "77" as Parameters<typeof askOperator>[0]["adminChat"];
  const ask = async () => await askOperator({ db: database.db, now, school, adminChat, wake: async () => undefined });
  expect(await ask()).toBe(5);
  const planned = async () =>
    (await database.pool.query("select subject, due_at, updated_at from messages order by subject")).rows;
  const before = await planned();
  now = now.add({ hours: 24 });
  expect(await ask()).toBe(2);
  expect(await planned()).toEqual(expect.arrayContaining(before));
  expect(await planned()).toHaveLength(7);
  expect(await ask()).toBe(0);
});
