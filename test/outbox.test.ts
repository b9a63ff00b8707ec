import { afterEach, describe, expect, it } from "vitest";

import { openOutbox, outboxStart, png, type Outbox } from "./outbox.ts";

let box: Outbox;
afterEach(async () => await box.close());

const rows = async (query: string) => (await box.database.pool.query(query)).rows;
const count = async (where: string) => Number((await rows(`select count(*) as n from ${where}`))[0]?.n);
const heard = () => box.telegram.ledger.all().map((message) => `${message.chatTitle}: ${message.plainText}`);

describe("the pace", () => {
  it("81 groups: all delivered, none twice, no flood, in the time that the limits take", async () => {
    box = await openOutbox({ groups: 81 });
    for (let index = 0; index < 81; index += 1) await box.plan(index, "lesson");
    const report = await box.send();
    expect(report).toMatchObject({ sent: 81, failed: 0, uncertain: 0, waiting: 0 });
    expect(new Set(heard()).size).toBe(81);
    expect(await count("deliveries where outcome <> 'sent'")).toBe(0);
    expect(outboxStart.until(box.clock.now()).total("milliseconds")).toBeLessThanOrEqual(81 * (1_000 / 30) * 1.03);
  });

  it("30 to one group: in their order, a second apart, 20 in any minute", async () => {
    box = await openOutbox({ groups: 1 });
    for (let index = 0; index < 30; index += 1) await box.plan(0, `message ${index}`);
    expect(await box.send()).toMatchObject({ sent: 30, waiting: 0 });
    const arrived = box.telegram.ledger.all();
    expect(arrived.map((message) => message.plainText)).toEqual(
      Array.from({ length: 30 }, (_, index) => `message ${index}`),
    );
    expect(await count("deliveries where outcome <> 'sent'")).toBe(0);
    expect(outboxStart.until(box.clock.now()).total("seconds")).toBeLessThan(75);
  });

  it("what is urgent goes first; in one group too", async () => {
    box = await openOutbox({ groups: 2 });
    await box.plan(0, "ranking", { kind: "badge" });
    await box.plan(1, "ranking", { kind: "badge" });
    await box.plan(0, "class moved", { kind: "change" });
    await box.send();
    expect(heard()).toEqual(["Group 0: class moved", "Group 1: ranking", "Group 0: ranking"]);
  });

  it("a group that Telegram asks to leave alone for an hour delays no other, and gets its message then", async () => {
    box = await openOutbox({ groups: 40 });
    box.telegram.faults.next(1, "flood");
    for (let index = 0; index < 40; index += 1) await box.plan(index, "lesson");
    const report = await box.send();
    expect(report).toMatchObject({ sent: 39, waiting: 1 });
    expect(outboxStart.until(box.clock.now()).total("seconds")).toBeLessThan(2);
    expect(outboxStart.until(report.restUntil ?? outboxStart).total("seconds")).toBeGreaterThanOrEqual(35);
    // Nothing leaves for it before, not even something more urgent.
    await box.plan(0, "class moved", { kind: "change" });
    expect(await box.send()).toMatchObject({ sent: 0, waiting: 2 });
    await box.clock.pass(36_000);
    expect(await box.send()).toMatchObject({ sent: 2, waiting: 0 });
    expect(heard().slice(-2)).toEqual(["Group 0: class moved", "Group 0: lesson"]);
  });

  it("slows down when Telegram takes less than it is said to, and learns it for the next process", async () => {
    box = await openOutbox({ groups: 150, limits: { botPerSecond: 10 } });
    for (let index = 0; index < 150; index += 1) await box.plan(index, "one");
    let sent = 0;
    for (let round = 0; sent < 150 && round < 20; round += 1) {
      const report = await box.send();
      sent += report.sent;
      await box.clock.pass(40_000);
    }
    expect(sent).toBe(150);
    expect(heard()).toHaveLength(150);
    expect(Number((await rows("select interval_ms from sender_tempo"))[0]?.interval_ms)).toBeGreaterThan(34);
  });
});

describe("what is not known", () => {
  it("an answer that gets lost: an announcement stays uncertain, a change is sent again; each try is written", async () => {
    box = await openOutbox({ groups: 2 });
    box.telegram.faults.next(2, "accept then drop");
    await box.plan(0, "party");
    await box.plan(1, "class moved", { kind: "change" });
    const report = await box.send();
    expect(report).toMatchObject({ sent: 0, uncertain: 1, waiting: 1 });
    await box.clock.pass(61_000);
    expect(await box.send()).toMatchObject({ sent: 1, uncertain: 0 });
    expect(heard().toSorted()).toEqual(["Group 0: party", "Group 1: class moved", "Group 1: class moved"]);
    expect(await rows("select try, outcome from deliveries order by message_id, try")).toHaveLength(3);
    expect(await count("messages where state = 'uncertain' and failure is not null")).toBe(1);
  });

  it("the school's choice decides which kinds", async () => {
    box = await openOutbox({ groups: 2 });
    box.telegram.faults.next(2, "accept then drop");
    await box.plan(0, "party");
    await box.plan(1, "class moved", { kind: "change" });
    expect(await box.send({ resent: ["announcement"] })).toMatchObject({ uncertain: 1, waiting: 1 });
    expect(await rows("select kind from messages where state = 'uncertain'")).toEqual([{ kind: "change" }]);
  });

  it("Telegram is gone: a few are tried, the rest is left alone, and all leave once later", async () => {
    box = await openOutbox({ groups: 50 });
    for (let index = 0; index < 50; index += 1) await box.plan(index, "lesson");
    await box.telegram.refuseConnections();
    const report = await box.send();
    expect(report.failure?.code).toBe("telegram.unreachable");
    expect(await count("deliveries")).toBeLessThan(20);
    await box.telegram.acceptConnections();
    await box.clock.pass(61_000);
    expect(await box.send()).toMatchObject({ sent: 50, waiting: 0, failure: undefined });
    expect(heard()).toHaveLength(50);
  });
});

describe("what a chat can say", () => {
  it("a group that has moved is followed, and its other messages too", async () => {
    box = await openOutbox({ groups: 1 });
    const old = box.groups[0]?.chatId ?? "";
    box.telegram.world.migrate(old, "-1002000000000");
    await box.plan(0, "one");
    await box.plan(0, "two");
    expect(await box.send()).toMatchObject({ sent: 2, failed: 0 });
    expect(heard()).toEqual(["Group 0: one", "Group 0: two"]);
    // The same message planned for the new id is the same message.
    expect(await box.plan(0, "one")).toBe("unchanged");
  });

  it("the bot thrown out of every group: each is told once with its remedy, then skipped", async () => {
    box = await openOutbox({ groups: 5 });
    for (const group of box.groups) box.telegram.world.kickBot(group.chatId);
    for (let index = 0; index < 5; index += 1) await box.plan(index, "one");
    expect(await box.send()).toMatchObject({ sent: 0, failed: 5 });
    expect(await count("messages where state = 'failed' and failure->'remedy'->>'en' <> ''")).toBe(5);
    expect(await count("groups where not active")).toBe(5);
    for (let index = 0; index < 5; index += 1) await box.plan(index, "two");
    const before = box.log.length;
    expect(await box.send()).toMatchObject({ sent: 0, failed: 0, waiting: 0 });
    expect(box.log).toHaveLength(before);
    await box.database.pool.query("update groups set active = true");
    for (const group of box.groups) box.telegram.world.addBot(group.chatId);
    expect(await box.send()).toMatchObject({ sent: 5 });
  });

  it("the token revoked in mid-run: it stops at once, what left is sent, the rest is planned", async () => {
    box = await openOutbox({ groups: 60 });
    for (let index = 0; index < 60; index += 1) await box.plan(index, "lesson");
    box.onExchange = () => {
      if (box.exchanges.length === 20) box.telegram.revokeToken(true);
    };
    const report = await box.send();
    expect(report.failure?.code).toBe("telegram.token");
    expect(JSON.stringify(report)).not.toContain("700100200:");
    expect(await count("messages where state = 'sent'")).toBe(heard().length);
    expect((await count("messages where state = 'sent'")) + (await count("messages where state = 'planned'"))).toBe(60);
    box.telegram.revokeToken(false);
    expect(await box.send()).toMatchObject({ failed: 0, waiting: 0, failure: undefined });
    expect(new Set(heard()).size).toBe(60);
    expect(heard()).toHaveLength(60);
  });
});

describe("modes", () => {
  const testGroup = "-1009999999999";

  it("dry: nothing leaves, everything is recorded", async () => {
    box = await openOutbox({ groups: 3 });
    for (let index = 0; index < 3; index += 1) await box.plan(index, "lesson");
    expect(await box.send({ mode: { kind: "dry" } })).toMatchObject({ sent: 3 });
    expect(heard()).toEqual([]);
    expect(await count("deliveries where outcome = 'dry' and mode = 'dry'")).toBe(3);
    expect(box.exchanges).toEqual([]);
  });

  it("test group: everything goes there, marked, every part of it; nothing else leaves", async () => {
    box = await openOutbox({ groups: 3 });
    box.telegram.world.addGroup({ chatId: testGroup, title: "Test" });
    await box.plan(0, "lesson");
    await box.plan(1, "long", { content: { form: "text", html: "word ".repeat(1_500) } });
    await box.plan(2, "picture", { content: { form: "picture", picture: png(20), html: "look" } });
    await box.plan(2, "forward", {
      content: { form: "forward", fromChat: box.groups[0]?.chatId ?? "", messageIds: ["1"] },
    });
    await box.plan(2, "buttons", {
      content: { form: "text", html: "was this you?", buttons: [[{ text: "yes", data: "y" }]] },
    });
    await box.send({ mode: { kind: "test group", chatId: testGroup as never } });
    const arrived = box.telegram.ledger.all();
    expect(new Set(arrived.map((message) => message.chatId))).toEqual(new Set([testGroup]));
    expect(arrived).toHaveLength(6);
    for (const message of arrived) expect(message.plainText).toMatch(/^\[SIMULATION\] Group \d/);
    expect(await count("messages where state = 'sent'")).toBe(5);
  });
});

describe("kinds of content", () => {
  it("a long text goes in parts, and after a lost answer goes on where it was", async () => {
    box = await openOutbox({ groups: 1 });
    const text = Array.from({ length: 1_200 }, (_, index) => `<b>word${index}</b>`).join(" ");
    await box.plan(0, "long", { kind: "change", content: { form: "text", html: text } });
    box.telegram.faults.next(1, "slow");
    expect(await box.send()).toMatchObject({ sent: 1, waiting: 0 });
    const arrived = box.telegram.ledger.all();
    expect(arrived.length).toBeGreaterThan(1);
    expect(
      arrived
        .map((message) => message.plainText)
        .join(" ")
        .split(" "),
    ).toHaveLength(1_200);
    const [row] = await rows("select telegram_message_ids as ids from messages");
    expect(row.ids).toEqual(arrived.map((message) => message.messageId));
  });

  it("a picture goes up once, whatever the number of groups; an album, a document and a forward arrive", async () => {
    box = await openOutbox({ groups: 3 });
    const picture = { form: "picture", picture: png(30), html: "<b>Top 5</b>" } as const;
    await box.plan(0, "picture", { content: picture });
    await box.send();
    await box.plan(1, "picture", { content: picture });
    await box.plan(2, "album", { content: { form: "album", pictures: [png(31), png(32), png(33)], html: "badges" } });
    await box.plan(0, "document", {
      content: {
        form: "document",
        document: { name: "a.pdf", mediaType: "application/pdf", bytes: new Uint8Array([1]) },
      },
    });
    const { messageId } = box.telegram.world.say({
      chatId: box.groups[0]?.chatId ?? "",
      person: { id: "5", name: "Léa" },
      text: "/hello",
    });
    await box.plan(1, "forward", {
      content: { form: "forward", fromChat: box.groups[0]?.chatId ?? "", messageIds: [messageId] },
    });
    expect(await box.send()).toMatchObject({ sent: 4, failed: 0 });
    expect(
      box.telegram.ledger
        .all()
        .map((message) => message.kind)
        .toSorted(),
    ).toEqual(["document", "photo", "photo", "photo", "photo", "photo", "text"]);
    expect(await count("files")).toBe(5);
    expect(await count("files where telegram_file_id is not null")).toBe(5);
    const [album] = await rows("select cardinality(telegram_message_ids) as n from messages where form = 'album'");
    expect(album.n).toBe(3);
  });

  it("a caption that is too long is shortened, never cut in a tag", async () => {
    box = await openOutbox({ groups: 1 });
    await box.plan(0, "p", { content: { form: "picture", picture: png(30), html: `<b>${"word ".repeat(400)}</b>` } });
    expect(await box.send()).toMatchObject({ sent: 1 });
    expect(box.telegram.ledger.all()[0]?.plainText).toMatch(/word…$/);
  });
});

describe("planning again", () => {
  it("changes what has not left, keeps what has, and what a person took off", async () => {
    box = await openOutbox({ groups: 3 });
    const later = { dueAt: outboxStart.add({ hours: 1 }) };
    for (let index = 0; index < 3; index += 1) expect(await box.plan(index, "x", later)).toBe("added");
    expect(await box.plan(0, "x", later)).toBe("unchanged");
    const other = { content: { form: "text", html: "other" } } as const;
    expect(await box.plan(0, "x", { ...later, ...other })).toBe("changed");
    await box.plan(1, "x");
    await box.send();
    expect(heard()).toEqual(["Group 1: x"]);
    expect(await box.plan(1, "x", other)).toBe("kept");
  });

  it("too late is never sent", async () => {
    box = await openOutbox({ groups: 1 });
    await box.plan(0, "x", { expiresAt: outboxStart.add({ minutes: 5 }) });
    await box.clock.pass(300_000);
    expect(await box.send()).toMatchObject({ sent: 0, expired: 1 });
    expect(heard()).toEqual([]);
  });
});
