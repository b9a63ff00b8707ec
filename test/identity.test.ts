import { afterEach, describe, expect, it } from "vitest";

import type { Speaker } from "#simulators/telegram/people.ts";

import { fixtureWeek, lastTo } from "./bot-week.ts";
import { openWorld, type World } from "./world.ts";

const lea: Speaker = { id: "5000000001", name: "Léa", lastName: "Benali" };
const omar: Speaker = { id: "5000000002", name: "Omar", lastName: "Sy" };

let world: World;
afterEach(async () => await world.close());

interface Class {
  readonly chatId: string;
  readonly zoomId: string;
  readonly startsAt: Temporal.Instant;
}

/** The first class of a week, whose group Léa and Omar wrote in; both started the bot. */
async function openClass(settings: Readonly<Record<string, string>> = {}): Promise<Class> {
  world = await openWorld({
    start: "2026-03-28T23:54:00Z",
    ...fixtureWeek,
    settings: { ...fixtureWeek.settings, ...settings },
  });
  await world.pass("2026-03-29T00:05:00Z");
  const { rows } = await world.database.pool.query<{ chat_id: string; zoom_id: string; starts_at: Date }>(
    `select g.chat_id, m.zoom_id, s.starts_at from sessions s join groups g on g.id = s.group_id
     join meetings m on m.session_id = s.id order by s.starts_at, g.chat_id limit 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("no class in this week");
  world.telegram.world.addGroup({ chatId: row.chat_id, title: "Classe du matin", botIsAdmin: true });
  for (const person of [lea, omar]) {
    world.telegram.world.addGroup({ chatId: person.id, title: person.name });
    world.telegram.world.say({ chatId: row.chat_id, person, text: "bonjour" });
    world.telegram.world.say({ chatId: person.id, person, text: "/start" });
  }
  await world.pass(world.clock.now().add({ minutes: 1 }));
  return {
    chatId: row.chat_id,
    zoomId: row.zoom_id,
    startsAt: Temporal.Instant.from(String(row.starts_at).replace(" ", "T")),
  };
}

/** Holds the class with these in Zoom, and lets the evening's ranking pass. */
async function hold({ zoomId, startsAt }: Class, names: readonly string[]): Promise<void> {
  const { live } = world.zoom.controls;
  await world.pass(startsAt);
  live.start(zoomId, startsAt);
  const joined = names.map((name) => live.join({ meetingId: zoomId, name }, startsAt));
  const endsAt = startsAt.add({ minutes: 60 });
  await world.pass(endsAt);
  for (const one of joined) live.leave(one, endsAt);
  live.end(zoomId, endsAt);
  const evening = startsAt.toZonedDateTimeISO("UTC").toPlainDate().add({ days: 1 });
  await world.pass(evening.toZonedDateTime({ timeZone: "UTC", plainTime: "20:05" }).toInstant());
}

async function present(): Promise<readonly string[]> {
  const { rows } = await world.database.pool.query<{ student: string }>(
    "select student from attendance_sheet where present order by 1",
  );
  return rows.map((row) => row.student);
}

async function ask(person: Speaker, text: string): Promise<string | undefined> {
  world.telegram.world.say({ chatId: person.id, person, text });
  await world.pass(world.clock.now().add({ seconds: 20 }));
  return world.telegram.ledger.to(person.id).at(-1)?.plainText;
}

describe("who a name in Zoom is", () => {
  it("is asked of the student in private, counted from their answer alone, and known from then on", async () => {
    const lesson = await openClass();
    await hold(lesson, ["Lea Bennali", "iPhone"]);
    expect(await present()).toEqual([]);
    const question = lastTo(world, lea.id);
    expect(question.plainText).toContain("« Lea Bennali »");
    const { rows } = await world.database.pool.query<{ id: string }>(
      "select id from identity_questions where asked_id is not null",
    );
    const data = `who:y:${rows[0]?.id}`;

    world.telegram.world.press(omar.id, lastTo(world, omar.id).messageId, omar, data);
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(await present()).toEqual([]);
    world.telegram.world.press(lea.id, question.messageId, lea, data);
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(await present()).toEqual(["Léa Benali"]);
    expect(lastTo(world, lea.id).plainText).toContain("Merci");
    const told = await ask(lea, "/me");
    expect(told).toContain("Noms dans Zoom : Lea Bennali");
    expect(told).toMatch(/Présences des 30 derniers jours : 1 sur \d/);
  });

  it("can be said by the student with /me, and not for another's name", async () => {
    const lesson = await openClass({ CARILLON_ASK_STUDENTS: "no" });
    await hold(lesson, ["Super Star Junior"]);
    expect(await present()).toEqual([]);
    expect(await ask(omar, "/me lea BENALI")).toContain("Un autre élève du groupe porte");
    expect(await ask(omar, "/me iPhone")).toContain("ne dit rien d'une personne");
    expect(await ask(omar, "/me Super Star Junior")).toContain("Passages passés reconnus : 1");
    expect(await present()).toEqual(["Omar Sy"]);
  });

  it("is asked of the admin with a button for each likely student, and answered in one tap", async () => {
    const lesson = await openClass({ CARILLON_ASK_STUDENTS: "no", TELEGRAM_ADMIN_CHAT_ID: "555" });
    world.telegram.world.addGroup({ chatId: "555", title: "Admin" });
    await hold(lesson, ["Lea Bennali", "iPhone", "Somebody Else"]);
    const asked = world.telegram.ledger.to("555").filter((message) => message.plainText.startsWith("🔎"));
    expect(asked.map((message) => /« (.+) »/.exec(message.plainText)?.[1])).toEqual(["Lea Bennali", "Somebody Else"]);
    const { rows } = await world.database.pool.query<{ id: string; who: string | null }>(
      "select id, proposals -> 0 ->> 'studentId' as who from identity_questions where reason = 'proposed'",
    );
    const data = `whois:${rows[0]?.id}:${rows[0]?.who}`;
    // A student who got hold of the button's data is not the admin.
    world.telegram.world.press(omar.id, lastTo(world, omar.id).messageId, omar, data);
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(await present()).toEqual([]);
    const admin: Speaker = { id: "555", name: "Admin" };
    world.telegram.world.press("555", asked[0]?.messageId ?? "", admin, data);
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(await present()).toEqual(["Léa Benali"]);
  });
});
