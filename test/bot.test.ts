import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Speaker } from "#simulators/telegram/people.ts";

import { openWorld, type World } from "./world.ts";
import { fixtureWeek, lastTo } from "./bot-week.ts";

const lea: Speaker = { id: "5000000001", name: "Léa", lastName: "Benali" };
const stranger: Speaker = { id: "5000000099", name: "Inconnu" };

/** One school for all: each test begins two minutes later, when the flood of the one before is over. */
let world: World;
let chatId: string;
beforeAll(async () => void (chatId = await openClass()));
afterAll(async () => await world.close());
beforeEach(async () => await world.pass(world.clock.now().add({ minutes: 2 })));

async function openClass(): Promise<string> {
  world = await openWorld({ start: "2026-03-28T23:54:00Z", ...fixtureWeek });
  await world.pass("2026-03-29T00:05:00Z");
  const { rows } = await world.database.pool.query<{ chat_id: string }>(
    `select g.chat_id from sessions s join groups g on g.id = s.group_id order by s.starts_at, g.chat_id limit 1`,
  );
  const group = rows[0]?.chat_id ?? "";
  world.telegram.world.addGroup({ chatId: group, title: "Classe du matin", botIsAdmin: true });
  world.telegram.world.addGroup({ chatId: lea.id, title: "Léa" });
  world.telegram.world.addGroup({ chatId: stranger.id, title: "Inconnu" });
  return group;
}

async function ask(chat: string, person: Speaker, text: string): Promise<string | undefined> {
  const before = world.telegram.ledger.to(chat).length;
  world.telegram.world.say({ chatId: chat, person, text });
  await world.pass(world.clock.now().add({ seconds: 20 }));
  const all = world.telegram.ledger.to(chat);
  return all.length === before ? undefined : all.at(-1)?.plainText;
}

describe("commands", () => {
  it("answers in the group's language, and each update once", async () => {
    expect(await ask(chatId, lea, "/help")).toContain("/week – les cours des sept prochains jours");
    expect(await ask(chatId, lea, "/week@carillon_bot")).toMatch(/📚 .+\n🕗 \d+h\d\d/);
    expect(await ask(chatId, lea, "/week@other_bot")).toBeUndefined();
    expect(await ask(chatId, lea, "/nothing_of_the_kind")).toBeUndefined();
    expect(await ask(chatId, lea, "/why")).toBe("/why se demande en privé : écrivez à @carillon_bot.");
    world.telegram.updates.repeatNext(1);
    const before = world.telegram.ledger.to(chatId).length;
    await ask(chatId, lea, "/today");
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(world.telegram.ledger.to(chatId)).toHaveLength(before + 1);
    expect(world.telegram.world.menus.get("all_group_chats fr")?.map(({ command }) => command)).toContain("today");
  });

  it("gives the link to those who are known in the group, in private too, and to nobody else", async () => {
    expect(await ask(chatId, lea, "/link")).toContain("Entrer dans le cours");
    expect(await ask(stranger.id, stranger, "/link")).toContain("Écrivez un message dans le groupe");
    expect(await ask(lea.id, lea, "/link")).toContain("Écrivez un message dans le groupe");
    world.telegram.world.say({ chatId, person: lea, text: "bonjour" });
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(await ask(lea.id, lea, "/link")).toContain("Entrer dans le cours");
    expect(lastTo(world, lea.id).html).toContain("https://");
    expect(await ask(lea.id, lea, "bonjour ?")).toContain("/link");
  });

  it("keeps calm in a flood, and leaves old questions alone", async () => {
    const before = world.telegram.ledger.to(chatId).length;
    for (let n = 0; n < 30; n += 1) world.telegram.world.say({ chatId, person: lea, text: "/today" });
    await world.pass(world.clock.now().add({ minutes: 2 }));
    expect(world.telegram.ledger.to(chatId)).toHaveLength(before + 6);
    const at = world.clock.now().subtract({ minutes: 10 });
    world.telegram.world.say({ chatId, person: lea, text: "/today", at });
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(world.telegram.ledger.to(chatId)).toHaveLength(before + 6);
  });

  it("stores no word of what was said", async () => {
    await ask(chatId, lea, "/help sésame-ouvre-toi");
    await ask(chatId, lea, "sésame-ouvre-toi");
    const { pool } = world.database;
    const { rows } = await pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'jobs')`,
    );
    expect(rows.length).toBeGreaterThan(20);
    const found: string[] = [];
    for (const { name } of rows) {
      const hits = await pool.query(`select 1 from ${name} t where t::text like '%sésame%' limit 1`);
      if (hits.rowCount !== 0) found.push(name);
    }
    expect(found).toEqual([]);
  });

  it("ends the waiting of a button that nobody knows", async () => {
    await ask(chatId, lea, "/help");
    world.telegram.world.press(chatId, lastTo(world, chatId).messageId, lea, "old:1");
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(world.telegram.world.presses).toMatchObject([{ answer: "Ce bouton ne sert plus." }]);
  });
});

describe("hearing", () => {
  it("what cannot be taken in is left out, and keeps nobody else from being heard", async () => {
    const { pool } = world.database;
    await pool.query(`create function no_zahra() returns trigger language plpgsql as
      $$ begin if new.display_name like 'Zahra%' then raise 'no Zahra'; end if; return new; end $$`);
    await pool.query("create trigger no_zahra before insert on students for each row execute function no_zahra()");
    const heard = async () => Number((await pool.query("select count(*) as n from heard_messages")).rows[0]?.n);
    const before = await heard();
    const zahra: Speaker = { id: "5000000077", name: "Zahra" };
    for (const person of [lea, zahra, lea]) world.telegram.world.say({ chatId, person, text: "bonjour" });
    expect(await ask(chatId, lea, "/today")).toBeDefined();
    expect(await heard()).toBe(before + 2);
    await pool.query("drop trigger no_zahra on students");
    world.telegram.world.say({ chatId, person: zahra, text: "bonjour" });
    await world.pass(world.clock.now().add({ minutes: 1 }));
    expect(await heard()).toBe(before + 3);
  });
});
