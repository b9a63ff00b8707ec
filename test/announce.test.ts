import { once } from "node:events";
import { createServer } from "node:http";

import { afterEach, describe, expect, it } from "vitest";

import { listAuditLines } from "#features/audit/store.ts";
import { announceToGroups } from "#features/messages/announce-to-groups.ts";
import { editGroup } from "#features/roster/edit-group.ts";
import { listGroups, type GroupRow } from "#features/roster/store.ts";
import { startHttpServer } from "#http/server.ts";
import { openLogger } from "#lib/logger.ts";

import { openWorld, type World } from "./world.ts";

const channel = "-1002000000777";
const chats = ["-1009000000001", "-1009000000002", "-1009000000003"] as const;
let world: World;
afterEach(async () => await world.close());

/** A school with three groups that the bot was added to, and no timetable. */
async function openThree(settings: Readonly<Record<string, string>> = {}): Promise<readonly GroupRow[]> {
  world = await openWorld({ start: "2026-03-30T09:00:00Z", settings });
  for (const [index, chatId] of chats.entries()) {
    world.telegram.world.addGroup({ chatId, title: `Groupe ${index + 1}`, botIsMember: false });
    world.telegram.world.addBot(chatId, true);
  }
  await minutes(1);
  const groups = await listGroups(world.database.db);
  expect(groups).toHaveLength(3);
  return groups;
}

const minutes = async (n: number) => await world.pass(world.clock.now().add({ minutes: n }));
const textsTo = (chatId: string) => world.telegram.ledger.to(chatId).map((sent) => sent.plainText);

async function say(
  groups: readonly GroupRow[],
  text: { readonly fr?: string; readonly en?: string },
  more: { readonly dueAt?: Temporal.Instant; readonly again?: boolean } = {},
) {
  const now = world.clock.now();
  const said = await announceToGroups({
    db: world.database.db,
    now,
    wake: world.app.wakeSender,
    by: "user:1",
    groups,
    text,
    dueAt: more.dueAt ?? now,
    day: now.toZonedDateTimeISO("Africa/Abidjan").toPlainDate().toString(),
    again: more.again ?? false,
  });
  await minutes(1);
  return said;
}

describe("announcements by hand", () => {
  it("go to the groups that were chosen, in their language, once, and leave a line of who said it", async () => {
    const groups = await openThree();
    const [first, second, third] = groups;
    const { db } = world.database;
    const edit = async (id: string | undefined, change: { language?: "en"; on?: boolean }) =>
      await editGroup({ db, now: world.clock.now(), by: "user:1", id: id ?? "", edit: change });
    await edit(second?.id, { language: "en" });
    await edit(third?.id, { on: false });
    const said = await say(await listGroups(db), { fr: "Fermé <lundi> & mardi", en: "Closed" });
    expect(said).toMatchObject({ ok: true, value: { planned: { length: 2 }, skipped: { length: 1 } } });
    expect(textsTo(chats[0])).toEqual(["Fermé <lundi> & mardi"]);
    expect(textsTo(chats[1])).toEqual(["Closed"]);
    expect(textsTo(chats[2])).toEqual([]);
    const again = await say(await listGroups(db), { fr: "Fermé <lundi> & mardi", en: "Closed" });
    expect(again).toMatchObject({ ok: true, value: { planned: { length: 0 }, already: { length: 2 } } });
    await say(first === undefined ? [] : [first], { fr: "Fermé <lundi> & mardi" }, { again: true });
    expect(textsTo(chats[0])).toHaveLength(2);
    expect(await listAuditLines(db, { by: "user:1", limit: 9 })).toContainEqual(
      expect.objectContaining({
        action: "announcement.planned",
        after: expect.objectContaining({ groups: [chats[0], chats[1]] }),
      }),
    );

    const later = world.clock.now().add({ hours: 2 });
    await say(first === undefined ? [] : [first], { fr: "Ce soir" }, { dueAt: later });
    expect(textsTo(chats[0])).toHaveLength(2);
    await world.pass(later.add({ minutes: 1 }));
    expect(textsTo(chats[0])).toHaveLength(3);
    for (const [text, code] of [
      ["  ", "announcement.empty"],
      ["x".repeat(20_000), "announcement.too-long"],
    ] as const) {
      expect(await say(groups, { fr: text })).toMatchObject({ ok: false, failure: { code } });
    }
    expect(await say([], { fr: "x" })).toMatchObject({ ok: false, failure: { code: "announcement.no-group" } });
    expect(await say(groups, { fr: "x" }, { dueAt: later.subtract({ hours: 5 }) })).toMatchObject({
      failure: { code: "announcement.late" },
    });
  });
});

/** The school publishes in its channel, where the bot is an administrator. */
function publish(messageId: number, text: string, chatId: string = channel): void {
  world.telegram.world.find(Number(chatId))?.said.set(messageId, text);
  world.telegram.updates.add("channel_post", {
    message_id: messageId,
    date: Math.floor(world.clock.now().epochMilliseconds / 1000),
    chat: { id: Number(chatId), type: "channel", title: "École" },
    text,
  });
}

describe("a channel's posts", () => {
  it("are passed on to every active group, or to those of the setting, once; other channels are not", async () => {
    await openThree({ TELEGRAM_FORWARD_CHANNEL_ID: channel, TELEGRAM_FORWARD_TO: `${chats[0]}, ${chats[1]}` });
    world.telegram.world.addGroup({ chatId: channel, title: "École", botIsAdmin: true });
    world.telegram.world.addGroup({ chatId: "-1002000000888", title: "Autre", botIsAdmin: true });
    world.telegram.updates.repeatNext(1);
    publish(12, "Portes ouvertes samedi");
    publish(3, "Rien à voir", "-1002000000888");
    await minutes(2);
    expect(textsTo(chats[0])).toEqual(["Portes ouvertes samedi"]);
    expect(textsTo(chats[1])).toEqual(["Portes ouvertes samedi"]);
    expect(textsTo(chats[2])).toEqual([]);
    const { rows } = await world.database.pool.query("select html from messages where kind = 'forward'");
    expect(rows).toEqual([{ html: "" }, { html: "" }]);
  });
});

describe("hearing by webhook", () => {
  it("takes what bears the secret, twice as once, and nothing else", async () => {
    let target = "";
    const front = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const secret = incoming.headers["x-telegram-bot-api-secret-token"];
        void fetch(`${target}${incoming.url}`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            ...(typeof secret === "string" ? { "x-telegram-bot-api-secret-token": secret } : {}),
          },
          body: Buffer.concat(chunks),
        }).then(
          (answer) => outgoing.writeHead(answer.status).end(),
          () => outgoing.writeHead(502).end(),
        );
      });
    });
    front.listen(0, "127.0.0.1");
    await once(front, "listening");
    const bound = front.address();
    const address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
    world = await openWorld({
      start: "2026-03-30T09:00:00Z",
      settings: { CARILLON_PUBLIC_ADDRESS: address, PORT: "0" },
    });
    const http = await startHttpServer({ app: world.app, version: "test", logger: openLogger("silent") });
    if (!http.ok) throw new Error(http.failure.what.en);
    try {
      target = http.value.address;
      const [chatId] = chats;
      world.telegram.world.addGroup({ chatId, title: "Groupe 1", botIsMember: false });
      world.telegram.updates.repeatNext(2);
      world.telegram.world.addBot(chatId, true);
      await expect.poll(async () => (await listGroups(world.database.db)).length, { timeout: 60_000 }).toBe(1);
      world.telegram.world.say({ chatId, person: { id: "5000000001", name: "Léa" }, text: "/help" });
      await expect.poll(() => world.telegram.updates.pending().length, { timeout: 60_000 }).toBe(0);
      await minutes(1);
      expect(textsTo(chatId)).toHaveLength(1);

      const post = async (headers: Record<string, string>) =>
        (await fetch(`${target}/webhooks/telegram`, { method: "POST", headers, body: "{}" })).status;
      expect(await post({})).toBe(404);
      expect(await post({ "x-telegram-bot-api-secret-token": "guess" })).toBe(404);
    } finally {
      await http.value.close();
      front.close();
    }
  });
});

describe("back to polling", () => {
  it("takes back the address that an earlier Carillon had set, and loses no word", async () => {
    await openThree();
    const [chatId] = chats;
    const { TELEGRAM_API_ROOT: root, TELEGRAM_BOT_TOKEN: token } = world.settings;
    await fetch(`${root}/bot${token}/setWebhook?url=http://127.0.0.1:9/webhooks/telegram`);
    world.telegram.world.say({ chatId, person: { id: "5000000001", name: "Léa" }, text: "/help" });
    await minutes(2);
    expect(textsTo(chatId)).toHaveLength(1);
  });
});

describe("stopping", () => {
  it("what was heard at the very end is answered after the next start, once", async () => {
    await openThree();
    const [chatId] = chats;
    for (let n = 0; n < 3; n += 1) {
      world.telegram.world.say({ chatId, person: { id: "5000000001", name: "Léa" }, text: "/help" });
      await world.restart();
    }
    await minutes(1);
    expect(textsTo(chatId)).toHaveLength(3);
  });
});
