import { afterAll, beforeAll, expect, it } from "vitest";

import { openLogger } from "#lib/logger.ts";

import { brokenPromises, type Evidence } from "../src/simulate/invariants.ts";
import { SchoolYear } from "../src/simulate/school-year.ts";
import { evidenceOf, Watch } from "../src/simulate/watch.ts";
import { scratchFolder, type Scratch } from "./scratch.ts";

let scratch: Scratch;
let year: SchoolYear;
let evidence: Evidence;

beforeAll(async () => {
  scratch = await scratchFolder();
  year = await SchoolYear.open({ folder: scratch.path, seed: 4, groups: 3, logger: openLogger("silent") });
  await year.pass(Temporal.Instant.from("2025-09-07T01:00:00Z"));
  await year.liven();
  await year.pass(Temporal.Instant.from("2025-09-10T23:00:00Z"));
  evidence = evidenceOf(year, { from: Temporal.Instant.from("2025-09-07T01:00:00Z"), until: year.now });
}, 300_000);
afterAll(async () => {
  await year.close();
  await scratch.remove();
});

const told = async (changed: Evidence = evidence) =>
  (await brokenPromises(year.app, changed)).map((one) => one.promise);

it("three days without a fault keep every promise", async () => {
  expect(evidence.received.filter((one) => one.plainText.startsWith("📚")).length).toBeGreaterThan(1);
  expect(await told()).toEqual([]);
});

const firstReminder = "(select id from messages where kind = 'reminder' and state = 'sent' order by number limit 1)";
const firstMeeting =
  "(select m.session_id from meetings m join sessions s on s.id = m.session_id order by s.starts_at, s.id limit 1)";

/** The promise, what breaks it in the database, and what mends that. */
const damages: readonly (readonly [promise: string, damage: string, mend: string])[] = [
  [
    "no run without end",
    "update runs set ended_at = null where number = (select max(number) from runs)",
    "update runs set ended_at = started_at where ended_at is null",
  ],
  [
    "each past session had its meeting",
    `update meetings set state = 'failed' where session_id = ${firstMeeting}`,
    `update meetings set state = 'open' where session_id = ${firstMeeting}`,
  ],
  [
    "the meeting that is known is at Zoom, at its session's time",
    `update meetings set zoom_id = '1' || zoom_id where session_id = ${firstMeeting}`,
    `update meetings set zoom_id = substr(zoom_id, 2) where session_id = ${firstMeeting}`,
  ],
  [
    "each past session had its reminder, or says why not",
    `update messages set subject = 'x' || subject where id = ${firstReminder}`,
    "update messages set subject = substr(subject, 2) where subject like 'x%'",
  ],
  [
    "a reminder comes before its class",
    `update messages set sent_at = sent_at + interval '1 day' where id = ${firstReminder}`,
    `update messages set sent_at = sent_at - interval '1 day' where id = ${firstReminder}`,
  ],
  [
    "no message is lost: what is worthless by now was sent, or says why not",
    `update messages set state = 'planned' where id = ${firstReminder}`,
    "update messages set state = 'sent' where kind = 'reminder' and state = 'planned' and sent_at is not null",
  ],
  [
    "what is called sent was received",
    `update messages set telegram_message_ids = telegram_message_ids || '{999999}' where id = ${firstReminder}`,
    "update messages set telegram_message_ids = array_remove(telegram_message_ids, '999999')",
  ],
  [
    "what is called sent names what Telegram made of it",
    `update messages set telegram_message_ids = array['x'] || telegram_message_ids where id = ${firstReminder};
     create temp table kept as select id, telegram_message_ids from messages where telegram_message_ids[1] = 'x';
     update messages set telegram_message_ids = '{}' where id in (select id from kept)`,
    "update messages m set telegram_message_ids = k.telegram_message_ids[2:] from kept k where k.id = m.id; drop table kept",
  ],
  [
    "the ledger's sum is the ranking's",
    "update ranking_lines set points = points + 1 where ranking_id = (select min(id) from rankings where period = 'day')",
    "update ranking_lines set points = points - 1 where ranking_id = (select min(id) from rankings where period = 'day')",
  ],
  [
    "present is who was there for half of the class",
    "update attendances set present = not present",
    "update attendances set present = not present",
  ],
  [
    "what is said in a group counts once",
    "update heard_messages set telegram_message_id = 'x' || telegram_message_id where id = 1",
    "update heard_messages set telegram_message_id = substr(telegram_message_id, 2) where id = 1",
  ],
  [
    "nothing counts that nobody said",
    "update heard_messages set telegram_message_id = 'x' || telegram_message_id where id = 1",
    "update heard_messages set telegram_message_id = substr(telegram_message_id, 2) where id = 1",
  ],
];

it.each(damages)("is told when it is broken: %s", async (promise, damage, mend) => {
  const client = await year.app.database.pool.connect();
  try {
    await client.query(damage);
    expect(await told()).toContain(promise);
    await client.query(mend);
    expect(await told()).toEqual([]);
  } finally {
    client.release();
  }
});

/** The promise, and what the services or the workbook would have had to show. */
const witnesses: readonly (readonly [promise: string, change: (was: Evidence) => Partial<Evidence>])[] = [
  [
    "one meeting a session, never two of one key",
    ({ meetings }) => ({ meetings: [...meetings, ...meetings.slice(0, 1).map((one) => ({ ...one, id: "1" }))] }),
  ],
  [
    "no meeting without a session",
    ({ meetings }) => ({ meetings: [...meetings, ...meetings.slice(0, 1).map((one) => ({ ...one, key: "nobody" }))] }),
  ],
  [
    "what was received is sent, or recorded as uncertain",
    ({ received }) => ({ received: [...received, ...received.slice(0, 1).map((one) => ({ ...one, messageId: "0" }))] }),
  ],
  [
    "what arrived without a word of it was under way at a crash, or its answer was lost",
    ({ received }) => ({ received: [...received, ...received.slice(0, 1).map((one) => ({ ...one, messageId: "0" }))] }),
  ],
  [
    "one reminder a session and group",
    ({ received }) => ({ received: [...received, ...received.filter((one) => one.plainText.startsWith("📚"))] }),
  ],
  [
    "a reminder tells the time of its class in every zone",
    ({ workbooks }) => ({
      workbooks: workbooks.map((one) => ({
        ...one,
        courses: one.courses.map((course) => ({ ...course, minutes: course.minutes + 30 })),
      })),
    }),
  ],
  [
    "a reminder tells the time of its class in every zone",
    ({ from, until, byHand }) => {
      const [first, last] = [from, until].map((at) => at.toZonedDateTimeISO("UTC").toPlainDate().toString());
      if (first === undefined || last === undefined) throw new Error("a span has two ends");
      return { byHand: [...byHand, { at: from, chatId: undefined, off: { from: first, until: last } }] };
    },
  ],
  [
    "each class of the workbook and of the people takes place",
    ({ from, workbooks, byHand }) => {
      const chatId = workbooks[0]?.courses[0]?.chatId;
      return { byHand: [...byHand, { at: from, chatId, on: from.add({ hours: 30, minutes: 7 }) }] };
    },
  ],
  [
    "no class takes place that nobody wanted",
    ({ workbooks }) => ({ workbooks: workbooks.map((one) => ({ ...one, courses: one.courses.slice(1) })) }),
  ],
  ["who was in a class is who was in its meeting", () => ({ staysIn: () => [] })],
  ["nothing leaves in dry mode", ({ from, until }) => ({ rehearsals: [{ kind: "dry", from, until }] })],
  ["in test mode all goes to the test group", ({ from, until }) => ({ rehearsals: [{ kind: "test", from, until }] })],
];

it.each(witnesses)("is told when it is broken: %s", async (promise, change) => {
  expect(await told({ ...evidence, ...change(evidence) })).toContain(promise);
});

it("an hour that Zoom does not know yet is excused on the day on which it takes no change for the account, and only then", async () => {
  const { pool } = year.app.database;
  const find = `select m.host_email as host, s.starts_at::text as at from meetings m join sessions s on s.id = m.session_id
     where m.session_id = ${firstMeeting}`;
  const { host, at } = (await pool.query<{ host: string; at: string }>(find)).rows[0] ?? { host: "", at: "" };
  const day = at.slice(0, 10);
  const change = (state: string, failure: string | null) =>
    pool.query(`update meetings set state = $1, failure = $2 where session_id = ${firstMeeting}`, [state, failure]);
  await change("updating", JSON.stringify({ code: "zoom.daily-limit" }));
  const hadItsMeeting = "each past session had its meeting";
  expect(await told()).toEqual([hadItsMeeting]);
  expect(await told({ ...evidence, spent: [{ host: "another@demo.example", day }] })).toEqual([hadItsMeeting]);
  expect(await told({ ...evidence, spent: [{ host, day: "2025-09-01" }] })).toEqual([hadItsMeeting]);
  expect(await told({ ...evidence, spent: [{ host, day }] })).toEqual([]);
  await change("failed", JSON.stringify({ code: "zoom.daily-limit" }));
  expect(await told({ ...evidence, spent: [{ host, day }] })).toEqual([hadItsMeeting]);
  await change("open", null);
});

it("what is uncertain at a crash is no more than was under way, and a broken promise says when it was seen", async () => {
  const { pool } = year.app.database;
  const { from, until } = evidence;
  await pool.query(`update deliveries set outcome = 'uncertain' where message_id = ${firstReminder}`);
  const crash = { from, until: until.subtract({ minutes: 1 }), faults: 0, arrived: [] };
  const many = "no more is uncertain than was under way at a crash";
  expect(await told({ ...evidence, crashes: [{ ...crash, inFlight: 0 }] })).toEqual([many]);
  expect(await told({ ...evidence, crashes: [{ ...crash, inFlight: 1 }] })).toEqual([]);

  year.crashes.push({ ...crash, inFlight: 0 });
  const watch = new Watch(year, from);
  const seenAt = year.now.toString({ smallestUnit: "second" });
  expect(await watch.atOnce()).toEqual([{ promise: many, row: expect.any(String), seenAt }]);
  // What was looked at is not looked at again before the week's end.
  expect(await watch.atOnce()).toEqual([]);
  year.crashes.pop();
  await pool.query(`update deliveries set outcome = 'sent' where message_id = ${firstReminder}`);
});
