import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { alertChanges } from "#features/messages/alert-changes.ts";
import { generateMessages } from "#features/messages/generate-messages.ts";
import { releaseMessages } from "#features/messages/sending-store.ts";
import { saveTemplate } from "#features/messages/save-template.ts";
import type { School } from "#features/school/rules.ts";
import type { SessionDetails } from "#features/sessions/store.ts";
import { listGroups } from "#features/roster/store.ts";
import type { Failure } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import { openOutbox, outboxStart, type Outbox } from "./outbox.ts";
import { openSmallSchool } from "./small-school.ts";

/*
 * The messages about one session: its group hears of it at 8:00, and the class is at 18:00 of that day.
 */
const zone = (name: string) => name as TimeZone;
const school: School = {
  name: "School",
  language: "en",
  timeZone: zone("Africa/Abidjan"),
  audienceZones: [zone("Africa/Abidjan"), zone("Europe/Paris")],
  defaultDurationMinutes: 60,
  mode: { kind: "live" },
};
const quiet = { info: async () => undefined, warning: async () => undefined, failure: async () => undefined };
const wake = async () => undefined;

let box: Outbox;
let session: SessionDetails;
beforeEach(async () => {
  box = await openOutbox({ groups: 0 });
  const { db, pool } = box.database;
  const small = await openSmallSchool(db);
  const groupId = await small.group("English A1");
  session = await small.session(groupId, outboxStart.add({ hours: 10 }));
  const [group] = await listGroups(db);
  box.telegram.world.addGroup({ chatId: group?.chatId ?? "", title: "English A1" });
  const now = outboxStart.toString();
  await pool.query(
    `insert into meetings (session_id, key, state, host_id, host_email, zoom_id, join_url, passcode, topic, starts_at,
                           duration_minutes, created_at, updated_at)
     values ($1, 'k', 'open', 'h', 'h@x.example', '86912345678', 'https://zoom.example/j/1', 'abc', 't', $2, 60, $3, $3)`,
    [session.id, session.startsAt.toString(), now],
  );
});
afterEach(async () => await box.close());

const generate = async (minutesBefore?: number) =>
  await generateMessages({ db: box.database.db, clock: box.clock, school, wake, log: quiet, minutesBefore });
const alert = async () => await alertChanges({ db: box.database.db, clock: box.clock, school, wake });
const sendRun = async () => {
  const until = box.clock.now().add({ hours: 24 });
  await releaseMessages(box.database.db, { kinds: ["reminder"], until, runId: "run" });
  return await box.send();
};
const change = async (columns: string) =>
  await box.database.pool.query(`update sessions set ${columns} where id = $1`, [session.id]);
const heard = () => box.telegram.ledger.all().map((one) => one.plainText.split("\n", 1)[0]);

describe("the reminder", () => {
  it("is written once, tells the time in each zone, and follows what changes until it leaves", async () => {
    expect(await generate()).toMatchObject({ created: 1 });
    expect(await generate()).toMatchObject({ unchanged: 1, changed: 0 });
    await change("starts_at = starts_at + interval '30 minutes', ends_at = ends_at + interval '30 minutes'");
    expect(await generate()).toMatchObject({ changed: 1 });
    await sendRun();
    expect(box.telegram.ledger.all()).toMatchObject([
      { plainText: expect.stringMatching(/18:30 \(Abidjan\)\n.*19:30 \(Paris\)/) },
    ]);
    expect(await generate()).toMatchObject({ unchanged: 1, changed: 0 });
    await sendRun();
    expect(heard()).toHaveLength(1);
  });

  it("waits for its run; what is not its run sends it not", async () => {
    await generate();
    expect(await box.send()).toMatchObject({ sent: 0, waiting: 0 });
    expect(await sendRun()).toMatchObject({ sent: 1 });
  });

  it("that was sent is edited once when its link changes; no second message, no alert", async () => {
    await generate();
    await sendRun();
    await box.database.pool.query("update meetings set join_url = 'https://zoom.example/j/2'");
    expect(await generate()).toMatchObject({ changed: 1 });
    expect(await generate()).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await alert()).toBe(0);
    await box.send();
    expect(await generate()).toMatchObject({ unchanged: 1 });
    const [only, ...others] = box.telegram.ledger.all();
    expect(others).toEqual([]);
    expect(only?.html).toContain("https://zoom.example/j/2");
    expect(only?.editedAt).toBeDefined();
  });

  it("does not leave with the link of a room that somebody deleted in Zoom; with a new room it does", async () => {
    await generate();
    const room = async (columns: string) =>
      await box.database.pool.query(`update meetings set ${columns} where session_id = $1`, [session.id]);
    await room(`join_url = null, hand_change = '{"kind":"deleted","noticedAt":"2026-01-12T07:00:00Z"}'`);
    const told: Failure[] = [];
    const log = { ...quiet, failure: async (failure: Failure) => void told.push(failure) };
    const parts = { db: box.database.db, clock: box.clock, school, wake, minutesBefore: undefined };
    expect(await generateMessages({ ...parts, log })).toMatchObject({ failed: 1 });
    expect(told.map(({ remedy }) => remedy.en).join()).toMatch(/meetings restore .*follows by itself/);
    expect(await sendRun()).toMatchObject({ sent: 0 });
    await room("join_url = 'https://zoom.example/j/2', hand_change = null");
    expect(await generate()).toMatchObject({ changed: 1, failed: 0 });
    expect(await sendRun()).toMatchObject({ sent: 1 });
    expect(box.telegram.ledger.all()).toMatchObject([{ html: expect.stringContaining("/j/2") }]);
  });

  it("is in the school's own words, which a wrong template never replaces", async () => {
    const save = async (body: string | null) =>
      await saveTemplate({
        db: box.database.db,
        now: box.clock.now(),
        by: "cli",
        name: "reminder",
        language: "en",
        body,
      });
    expect(await save("Hello {{ teacher }}")).toMatchObject({ ok: false, failure: { code: "template.broken" } });
    expect(await save("Class of {{ coach }}: {{ link }}")).toMatchObject({ ok: true });
    await generate();
    await sendRun();
    expect(heard()).toEqual(["Class of Awa Sissoko: https://zoom.example/j/1"]);
    expect(await save(null)).toMatchObject({ ok: true, value: expect.stringContaining("Join the class") });
  });
});

describe("CARILLON_MINUTES_BEFORE", () => {
  it("tells a second time so many minutes before, by itself, and follows a class that moves", async () => {
    await generate(15);
    await sendRun();
    await change("starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour'");
    await generate(15);
    await box.clock.jumpTo(session.startsAt.subtract({ minutes: 15 }));
    await box.send();
    expect(heard().filter((line) => line?.includes("begins in 15 minutes"))).toHaveLength(0);
    await box.clock.jumpTo(session.startsAt.add({ minutes: 45 }));
    await box.send();
    expect(heard().filter((line) => line?.includes("begins in 15 minutes"))).toHaveLength(1);
    await generate(15);
    await box.send();
    expect(heard().filter((line) => line?.includes("begins in 15 minutes"))).toHaveLength(1);
  });

  it("without it there is none; a class that is cancelled takes it off", async () => {
    await generate();
    expect((await box.database.pool.query("select from messages where kind = 'starting'")).rowCount).toBe(0);
    await generate(15);
    await change("status = 'cancelled'");
    await generate(15);
    const left = await box.database.pool.query("select from messages where state = 'planned'");
    expect(left.rowCount).toBe(0);
  });
});

describe("a class that changes after its group was told", () => {
  beforeEach(async () => {
    await generate();
    await sendRun();
  });

  it.each([
    ["starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour', status = 'moved'", /New time/],
    ["status = 'cancelled'", /Class cancelled/],
  ])("%s: told at once, and once", async (columns, words) => {
    await change(columns);
    expect(await alert()).toBe(1);
    expect(await alert()).toBe(0);
    await box.send();
    expect(await alert()).toBe(0);
    await box.send();
    expect(heard().slice(1)).toEqual([expect.stringMatching(words)]);
  });

  it("a substitute is told with both names; then a cancellation; then that it takes place after all", async () => {
    await box.database.pool.query("insert into coaches values ('c2', 'Koffi Bah', null, now())");
    await change("coach_id = 'c2'");
    await alert();
    await box.send();
    expect(box.telegram.ledger.all().at(-1)?.plainText).toMatch(/Koffi Bah in place of Awa Sissoko/);
    await change("status = 'cancelled'");
    await alert();
    await box.send();
    await change("status = 'scheduled'");
    await alert();
    await box.send();
    expect(box.telegram.ledger.all()).toHaveLength(4);
    expect(box.telegram.ledger.all().at(-1)?.plainText).toMatch(/takes place after all/);
  });

  it("a change of mind before the alert left takes it off", async () => {
    await change("status = 'cancelled'");
    expect(await alert()).toBe(1);
    await change("status = 'scheduled'");
    expect(await alert()).toBe(0);
    await box.send();
    expect(heard()).toHaveLength(1);
    await change("status = 'cancelled'");
    expect(await alert()).toBe(1);
    await box.send();
    expect(heard().at(-1)).toMatch(/Class cancelled/);
  });

  it("moved to another day: reminded again on that day", async () => {
    await change("starts_at = starts_at + interval '2 days', ends_at = ends_at + interval '2 days', status = 'moved'");
    await alert();
    expect(await generate()).toMatchObject({ created: 1 });
    expect(await generate()).toMatchObject({ created: 0 });
    await box.send();
    await box.clock.jumpTo(outboxStart.add({ hours: 48 }));
    await sendRun();
    expect(heard().filter((line) => line === "📚 English A1")).toHaveLength(2);
  });
});
