import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { checkTheseGroups } from "#app/hearing/check-groups.ts";
import { listAuditLines } from "#features/audit/store.ts";
import { editGroup } from "#features/roster/edit-group.ts";
import { isRetired } from "#features/roster/group-rules.ts";
import { moveGroup } from "#features/roster/move-group.ts";
import { findGroupByChat, listGroups, type GroupRow } from "#features/roster/store.ts";
import type { ChatId } from "#lib/ids.ts";

import { fixtureWeek } from "./bot-week.ts";
import { openWorld, type World } from "./world.ts";

const admin = "5000000042";
let world: World;

/** A Sunday morning after the week was planned; the groups of the timetable exist at Telegram, the bot is admin. */
async function openSchool(): Promise<void> {
  world = await openWorld({
    start: "2026-03-28T23:54:00Z",
    ...fixtureWeek,
    settings: { ...fixtureWeek.settings, TELEGRAM_ADMIN_CHAT_ID: admin },
  });
  await world.pass("2026-03-29T00:05:00Z");
  const groups = await listGroups(world.database.db);
  for (const { chatId, title } of groups) world.telegram.world.addGroup({ chatId, title, botIsAdmin: true });
  world.telegram.world.addGroup({ chatId: admin, title: "Directrice" });
}

/** One school for the tests of a block. */
function shareSchool(): void {
  beforeAll(async () => void (await openSchool()));
  afterAll(async () => await world.close());
}

/** A group of the timetable, by its place in the list. */
async function groupAt(index: number): Promise<GroupRow> {
  const group = (await listGroups(world.database.db)).filter((each) => each.origin === "workbook")[index];
  if (group === undefined) throw new Error(`no group ${index}`);
  return group;
}

const toAdmin = () => world.telegram.ledger.to(admin).map((message) => message.plainText);
const digests = () => toAdmin().filter((text) => text.startsWith("📬"));
const now = async (chatId: string) => {
  const group = await findGroupByChat(world.database.db, chatId);
  if (group === undefined) throw new Error(`no group ${chatId}`);
  return group;
};
const minutes = async (n: number) => await world.pass(world.clock.now().add({ minutes: n }));

/** A group that has a class on this day. */
async function groupOn(date: string, index = 0): Promise<string> {
  const { rows } = await world.database.pool.query<{ chat_id: string }>(
    `select distinct g.chat_id from sessions s join groups g on g.id = s.group_id where s.date = $1 order by 1`,
    [date],
  );
  return rows[index]?.chat_id ?? "";
}

describe("groups as Telegram shows them", () => {
  shareSchool();

  it("are discovered when the bot is added, and by being heard", async () => {
    world.telegram.world.addGroup({ chatId: "-1009000000001", title: "Nouveau", botIsMember: false });
    world.telegram.world.addBot("-1009000000001", true);
    world.telegram.world.addGroup({ chatId: "-1009000000002", title: "Ancien", botIsAdmin: true });
    world.telegram.world.say({ chatId: "-1009000000002", person: { id: "5000000007", name: "Ali" }, text: "salut" });
    await minutes(2);
    expect(await now("-1009000000001")).toMatchObject({
      title: "Nouveau",
      origin: "telegram",
      active: true,
      botStatus: "administrator",
      hearsAll: true,
    });
    expect(await now("-1009000000002")).toMatchObject({ title: "Ancien", active: true, botStatus: null });
    expect(toAdmin().filter((text) => text.includes("Nouveau groupe"))).toHaveLength(2);
    expect(toAdmin().join()).toContain("-1009000000001");
  });

  it("keep title, rights, topic and activity current", async () => {
    const group = await groupAt(1);
    const { chatId } = group;
    world.telegram.world.rename(chatId, "Autre nom");
    world.telegram.world.demoteBot(chatId);
    world.telegram.world.say({ chatId, person: { id: "5000000007", name: "Ali" }, text: "/today" });
    await minutes(2);
    expect(await now(chatId)).toMatchObject({ title: "Autre nom", botStatus: "member", hearsAll: false, active: true });
    expect((await now(chatId)).lastHeardAt).not.toBeNull();
    world.telegram.world.restrictBot(chatId, { text: true, photos: false });
    await minutes(2);
    expect(await now(chatId)).toMatchObject({ botStatus: "restricted", maySendPhotos: false, active: true });
    await editGroup({
      db: world.database.db,
      now: world.clock.now(),
      by: "cli",
      id: group.id,
      edit: { topicId: "7" },
    });
    world.telegram.world.addTopic(chatId, "7", "Cours");
    world.telegram.world.closeTopic(chatId, "7");
    await minutes(2);
    expect(await now(chatId)).toMatchObject({ active: false, trouble: "topic" });
    world.telegram.world.closeTopic(chatId, "7", false);
    await minutes(2);
    expect(await now(chatId)).toMatchObject({ active: true, trouble: null, inactiveReason: null });
  });

  it("an update that comes twice, or out of order, changes nothing", async () => {
    const { chatId } = await groupAt(2);
    world.telegram.updates.repeatNext(2);
    world.telegram.world.kickBot(chatId);
    await minutes(2);
    world.telegram.world.addBot(chatId, true);
    await minutes(2);
    expect(await now(chatId)).toMatchObject({ active: true, botStatus: "administrator" });
    const told = toAdmin().length;
    world.telegram.updates.add("my_chat_member", {
      chat: { id: Number(chatId), type: "supergroup", title: "x" },
      from: { id: 1, is_bot: false, first_name: "x" },
      date: Math.floor(world.clock.now().epochMilliseconds / 1000) - 3600,
      old_chat_member: { status: "member", user: { id: 700100200, is_bot: true, first_name: "x" } },
      new_chat_member: { status: "kicked", user: { id: 700100200, is_bot: true, first_name: "x" }, until_date: 0 },
    });
    await minutes(2);
    expect(await now(chatId)).toMatchObject({ active: true, botStatus: "administrator" });
    expect(toAdmin()).toHaveLength(told);
  });

  it("lose the student who leaves, and have them back when they return; whom the school took out stays out", async () => {
    const { pool } = world.database;
    const { id, chatId } = await groupAt(3);
    const person = { id: "5000000031", name: "Ibra" };
    const inside = async () =>
      (
        await pool.query<{ n: number }>(
          `select count(*)::int as n from memberships m join identities i using (student_id)
            where i.value = $1 and m.group_id = $2 and m.left_at is null`,
          [person.id, id],
        )
      ).rows[0]?.n;
    world.telegram.world.join(chatId, person);
    await minutes(2);
    expect(await inside()).toBe(0);
    world.telegram.world.say({ chatId, person, text: "bonjour" });
    await minutes(2);
    expect(await inside()).toBe(1);
    world.telegram.updates.repeatNext(2);
    world.telegram.world.leave(chatId, person);
    await minutes(2);
    expect(await inside()).toBe(0);
    world.telegram.world.join(chatId, person);
    await minutes(2);
    expect(await inside()).toBe(1);
    await pool.query("update memberships set left_at = now(), removed_by = 'user:1' where group_id = $1", [id]);
    world.telegram.world.join(chatId, person);
    await minutes(2);
    expect(await inside()).toBe(0);
  });

  it("follow a migration, and still answer for the workbook's old id", async () => {
    const day = await groupOn("2026-03-29");
    const group = await now(day);
    world.telegram.world.migrate(day, "-1008000000001");
    await minutes(2);
    expect(await now(day)).toMatchObject({ id: group.id, chatId: "-1008000000001" });
    await world.pass("2026-03-29T08:05:00Z");
    expect(world.telegram.ledger.to("-1008000000001").some((sent) => sent.plainText.includes("ID de réunion"))).toBe(
      true,
    );
    await world.run("update_courses");
    expect((await listGroups(world.database.db)).filter((each) => each.chatId === day)).toEqual([]);
    expect((await now(day)).id).toBe(group.id);
  });

  it("follow a migration to an id that was heard of before: one group, with the facts of both", async () => {
    const { pool } = world.database;
    const old = await now(await groupOn("2026-03-31"));
    const newId = "-1008000000002";
    world.telegram.world.addGroup({ chatId: newId, title: "Super", botIsAdmin: true });
    const people = ["5000000007", "5000000008"].map((id) => ({ id, name: `Ali ${id}` }));
    for (const person of people) world.telegram.world.say({ chatId: newId, person, text: "salut" });
    world.telegram.world.say({ chatId: old.chatId, person: people[0] ?? { id: "", name: "" }, text: "salut" });
    await minutes(2);
    const early = await now(newId);
    expect(early.id).not.toBe(old.id);
    const count = async (table: string) =>
      (await pool.query(`select count(*)::int as n from ${table} where group_id = $1`, [old.id])).rows[0]?.n;
    const courses = await count("courses");
    expect(await count("memberships")).toBe(1);
    await moveGroup({ db: world.database.db, now: world.clock.now(), group: old, to: newId as ChatId });
    expect(await now(newId)).toMatchObject({ id: old.id, title: "Super", active: true });
    expect(await now(old.chatId)).toMatchObject({ id: old.id });
    expect(await count("memberships")).toBe(2);
    expect(await count("heard_messages")).toBe(3);
    expect(await count("courses")).toBe(courses);
    expect((await listGroups(world.database.db)).filter((each) => isRetired(each))).toHaveLength(1);
  });
});

describe("a lost group, and the digest", () => {
  shareSchool();

  it("that a person switched off stays off, whatever Telegram says; each change has its line", async () => {
    const { id, chatId } = await now(await groupOn("2026-04-02"));
    const { db } = world.database;
    await editGroup({ db, now: world.clock.now(), by: "user:1", id, edit: { on: false, language: "en" } });
    world.telegram.world.demoteBot(chatId);
    await minutes(2);
    expect(await now(chatId)).toMatchObject({ active: false, trouble: "off" });
    await editGroup({ db, now: world.clock.now(), by: "user:1", id, edit: { on: true } });
    expect(await now(chatId)).toMatchObject({ active: true, trouble: null, language: "en" });
    expect(await listAuditLines(db, { subject: chatId, limit: 5 })).toMatchObject([
      { by: "user:1", action: "group.set", before: { active: false }, after: { active: true } },
      { before: { active: true, language: "fr" }, after: { active: false, language: "en" } },
    ]);
  });

  it("is noticed when its updates were missed, and mended by the morning's look or by hand", async () => {
    const chatId = await groupOn("2026-03-29");
    const gone = await groupOn("2026-03-29", 1);
    expect(gone).not.toBe(chatId);
    world.telegram.world.kickBot(chatId);
    world.telegram.updates.drop();
    const { db } = world.database;
    const check = await checkTheseGroups(world.app, await listGroups(db));
    expect(check.failure).toBeUndefined();
    expect(await now(chatId)).toMatchObject({ active: false, trouble: "gone", botStatus: "kicked" });
    world.telegram.world.addBot(chatId, true);
    world.telegram.updates.drop();
    world.telegram.world.deleteGroup(gone);
    await world.pass("2026-03-29T08:10:00Z");
    expect(await now(chatId)).toMatchObject({ active: true });
    expect(world.telegram.ledger.to(chatId).some((sent) => sent.plainText.includes("ID de réunion"))).toBe(true);
    expect(await now(gone)).toMatchObject({ active: false, trouble: "gone" });
    expect(digests()).toHaveLength(1);
    expect(digests()[0]).toMatch(/Envoyer les messages du jour.*dimanche 29 mars, 8h00/);
    expect(digests()[0]).toMatch(/✅ \d+ envoyés? · ❌ 1 échec/);
    expect(digests()[0]).toContain("Créez un nouveau groupe");
  });

  it("is told once with its remedy, is skipped each morning, and is served again when mended", async () => {
    const chatId = await groupOn("2026-03-30");
    world.telegram.world.kickBot(chatId);
    await world.pass("2026-03-30T07:00:00Z");
    await world.restart();
    await world.pass("2026-03-31T08:30:00Z");
    // Two mornings and two evenings later, and one morning that the restart must not double.
    expect(digests()).toHaveLength(5);
    const told = toAdmin().filter((text) => text.includes("plus rien n'y part"));
    expect(told.filter((text) => text.includes("Utilisateurs bannis"))).toHaveLength(2);
    const { rows } = await world.database.pool.query<{ n: number }>(
      `select count(*)::int as n from log_entries where level = 'error' and place in (select title from groups)
        group by place order by n desc`,
    );
    expect(rows.map(({ n }) => n).every((n) => n <= 1)).toBe(true);
    world.telegram.world.addBot(chatId, true);
    await minutes(2);
    expect(toAdmin().filter((text) => text.includes("de nouveau y écrire")).length).toBeGreaterThan(0);
    expect(await now(chatId)).toMatchObject({ active: true });
  });
});
