import { afterEach, describe, expect, it } from "vitest";

import { changeMessage, type WantedChange } from "#features/messages/change-message.ts";
import { correctSent } from "#features/messages/correct-sent.ts";
import { findMessageHistory } from "#features/messages/reading-store.ts";
import { tryMessage } from "#features/messages/try-message.ts";
import type { Mode } from "#features/school/rules.ts";
import type { ChatId } from "#lib/ids.ts";

import { openOutbox, outboxStart, png, type Outbox } from "./outbox.ts";

let box: Outbox;
afterEach(async () => await box.close());

const testGroup = "-1009999999999" as ChatId;
const testMode: Mode = { kind: "test group", chatId: testGroup };
const later = { dueAt: outboxStart.add({ hours: 1 }) };
const wake = async () => undefined;
const change = async (number: number, wanted: WantedChange) =>
  await changeMessage({ db: box.database.db, now: box.clock.now(), wake, by: "cli", number, change: wanted });
const told = async (number: number) => await findMessageHistory(box.database.db, number);
const arrived = () =>
  box.telegram.ledger.all().map((one) => `${one.plainText}${one.deletedAt === undefined ? "" : " (deleted)"}`);

describe("before it leaves", () => {
  it("is held, reworded, sent now, cancelled; each with an audit line", async () => {
    box = await openOutbox({ groups: 2 });
    await box.plan(0, "one", later);
    await box.plan(1, "two", later);
    expect(await change(1, { verb: "hold" })).toMatchObject({ ok: true, value: { state: "held" } });
    expect(await change(1, { verb: "now" })).toMatchObject({ ok: true });
    expect(await change(1, { verb: "reword", html: "<b>other</b>" })).toMatchObject({ ok: true });
    expect(await change(2, { verb: "cancel" })).toMatchObject({ ok: true, value: { cancelledBy: "cli" } });
    // No run brings back what a person took off, nor undoes the words of a person.
    expect(await box.plan(1, "two", later)).toBe("unchanged");
    await box.send();
    expect(arrived()).toEqual(["other"]);
    const audit = await box.database.pool.query("select action from audit_lines order by id");
    expect(audit.rows.map((row) => row.action)).toEqual([
      "message.hold",
      "message.now",
      "message.reword",
      "message.cancel",
    ]);
  });

  it("leaves at once when it is let go after the run of its hour", async () => {
    box = await openOutbox({ groups: 2 });
    await box.plan(0, "held over its hour", { ...later, kind: "reminder" });
    await box.plan(1, "held for a moment", { ...later, kind: "reminder" });
    await change(1, { verb: "hold" });
    await change(2, { verb: "hold" });
    await change(2, { verb: "resume" });
    await box.clock.jumpTo(later.dueAt.add({ minutes: 5 }));
    await change(1, { verb: "resume" });
    await box.send();
    // The other one still waits for the run of its hour, as it would have done by itself.
    expect(arrived()).toEqual(["held over its hour"]);
  });

  it("says what is not possible, and what is", async () => {
    box = await openOutbox({ groups: 1 });
    await box.plan(0, "one", later);
    for (const [wanted, code] of [
      [{ verb: "recall" }, "message.not-possible"],
      [{ verb: "resume" }, "message.not-possible"],
      [{ verb: "reword", html: "<b>x" }, "message.bad-text"],
      [{ verb: "reword", html: " " }, "message.bad-text"],
    ] as const) {
      expect(await change(1, wanted)).toMatchObject({ ok: false, failure: { code } });
    }
    expect(await change(99, { verb: "hold" })).toMatchObject({ ok: false, failure: { code: "message.unknown" } });
    await box.clock.jumpTo(outboxStart.add({ hours: 25 }));
    expect(await change(1, { verb: "now" })).toMatchObject({ ok: false, failure: { code: "message.too-late" } });
  });

  it("goes to the test group on demand, marked, and stays as it is", async () => {
    box = await openOutbox({ groups: 1 });
    box.telegram.world.addGroup({ chatId: testGroup, title: "Test" });
    await box.plan(0, "one", { ...later, content: { form: "picture", picture: png(20), html: "look" } });
    const parts = { db: box.database.db, now: box.clock.now(), wake, by: "cli", number: 1 };
    expect(await tryMessage({ ...parts, testChat: undefined })).toMatchObject({ ok: false });
    expect(await tryMessage({ ...parts, testChat: testGroup })).toMatchObject({ ok: true });
    await box.send();
    expect(box.telegram.ledger.all()).toMatchObject([{ chatId: testGroup, kind: "photo" }]);
    expect(arrived()[0]).toMatch(/^\[SIMULATION\]/);
    expect((await told(1))?.message.state).toBe("planned");
  });
});

describe("a try that is reworded in the test group", () => {
  it("gets no buttons: there they would answer for the students", async () => {
    box = await openOutbox({ groups: 1 });
    box.telegram.world.addGroup({ chatId: testGroup, title: "Test" });
    const buttons = [[{ text: "yes", data: "y" }]];
    await box.plan(0, "one", { ...later, content: { form: "text", html: "was this you?", buttons } });
    const parts = { db: box.database.db, now: box.clock.now(), wake, by: "cli", number: 1 };
    const trial = await tryMessage({ ...parts, testChat: testGroup });
    if (!trial.ok) throw new Error(trial.failure.what.en);
    await box.send();
    expect(await change(trial.value.number, { verb: "reword", html: "was it you?" })).toMatchObject({ ok: true });
    await box.send();
    const edited = box.exchanges.at(-1);
    expect(edited?.method).toBe("editMessageText");
    expect(edited?.request).not.toHaveProperty("reply_markup");
  });
});

describe("after it arrived", () => {
  it("is edited once, all parts of it, and recalled; what was done stands in its history", async () => {
    box = await openOutbox({ groups: 1 });
    await box.plan(0, "one");
    await box.send();
    await change(1, { verb: "reword", html: "two" });
    await change(1, { verb: "reword", html: "three" });
    await box.send();
    expect(arrived()).toEqual(["three"]);
    expect(box.exchanges.filter((one) => one.method === "editMessageText")).toHaveLength(1);
    // The same words again: Telegram says that nothing changed, which is as wanted.
    await change(1, { verb: "reword", html: "three" });
    await box.send();
    await change(1, { verb: "recall" });
    await box.send();
    expect(arrived()).toEqual(["three (deleted)"]);
    const history = await told(1);
    expect(history?.tries.map((one) => `${one.action} ${one.outcome}`)).toEqual([
      "send sent",
      "edit sent",
      "edit sent",
      "recall sent",
    ]);
    expect(history?.message.recalledAt).not.toBeNull();
    expect(await change(1, { verb: "recall" })).toMatchObject({ ok: false, failure: { code: "message.recalled" } });
  });

  it("an album that is recalled loses all its pictures, also when one was deleted by hand", async () => {
    box = await openOutbox({ groups: 1 });
    await box.plan(0, "album", { content: { form: "album", pictures: [png(21), png(22), png(23)], html: "badges" } });
    await box.send();
    expect(box.telegram.ledger.all()).toHaveLength(3);
    await change(1, { verb: "recall" });
    box.telegram.faults.next(1, "accept then drop", ["deleteMessage"]);
    await box.send();
    await box.clock.pass(61_000);
    await box.send();
    expect(box.telegram.ledger.all().every((one) => one.deletedAt !== undefined)).toBe(true);
    expect((await told(1))?.message.recalledAt).not.toBeNull();
  });

  it("after 48 hours no more, told before Telegram is asked; and what Telegram refuses is kept", async () => {
    box = await openOutbox({ groups: 2 });
    await box.plan(0, "one");
    await box.plan(1, "two");
    await box.send();
    await change(2, { verb: "reword", html: "new" });
    box.telegram.world.kickBot(box.groups[1]?.chatId ?? "");
    await box.send();
    expect((await told(2))?.corrections).toMatchObject([{ state: "refused", failure: { code: "telegram.gone" } }]);
    await box.clock.jumpTo(outboxStart.add({ hours: 49 }));
    expect(await change(1, { verb: "recall" })).toMatchObject({ ok: false, failure: { code: "message.too-old" } });
  });

  it("a picture is replaced with its caption", async () => {
    box = await openOutbox({ groups: 1 });
    await box.plan(0, "ranking", { content: { form: "picture", picture: png(20), html: "Ama 5" } });
    await box.send();
    const message = (await told(1))?.message;
    if (message === undefined) throw new Error("it is gone");
    const content = { form: "picture", picture: png(40), html: "Ama 6" } as const;
    const parts = { db: box.database.db, now: box.clock.now(), wake, by: "rankings", message };
    expect(await correctSent({ ...parts, content })).toBe(true);
    await box.send();
    expect(arrived()).toEqual(["Ama 6"]);
    expect(box.exchanges.at(-1)?.method).toBe("editMessageMedia");
    expect(await correctSent({ ...parts, content: { form: "text", html: "x" } })).toBe(false);
  });
});

describe("in test and dry mode", () => {
  it("touches nothing but the test group, and nothing at all when dry", async () => {
    box = await openOutbox({ groups: 2 });
    box.telegram.world.addGroup({ chatId: testGroup, title: "Test" });
    await box.plan(0, "live");
    await box.send();
    await box.plan(1, "test");
    await box.send({ mode: testMode });
    const before = box.exchanges.length;

    // Sent live: in test mode neither an edit nor a recall reaches the real group.
    await change(1, { verb: "recall" });
    await box.send({ mode: testMode });
    expect(box.exchanges).toHaveLength(before);
    expect((await told(1))?.corrections.at(-1)).toMatchObject({
      state: "refused",
      failure: { code: "message.other-mode" },
    });
    await change(2, { verb: "recall" });
    await box.send({ mode: { kind: "dry" } });
    expect(box.exchanges).toHaveLength(before);
    expect((await told(2))?.tries.at(-1)).toMatchObject({ action: "recall", outcome: "dry" });
    expect((await told(2))?.message.recalledAt).toBeNull();

    // Sent in test mode: there it can be recalled.
    await change(2, { verb: "recall" });
    await box.send({ mode: testMode });
    expect(box.telegram.ledger.all().map((one) => [one.chatId, one.deletedAt !== undefined])).toEqual([
      [box.groups[0]?.chatId, false],
      [testGroup, true],
    ]);
  });

  it("what was only recorded cannot be recalled: it never left", async () => {
    box = await openOutbox({ groups: 1 });
    await box.plan(0, "one");
    await box.send({ mode: { kind: "dry" } });
    expect(await change(1, { verb: "recall" })).toMatchObject({ ok: false, failure: { code: "message.never-left" } });
    expect(box.exchanges).toEqual([]);
  });
});

describe("failed and uncertain", () => {
  it("are sent again when a person says so", async () => {
    box = await openOutbox({ groups: 1 });
    box.telegram.faults.next(1, "accept then drop");
    await box.plan(0, "one");
    expect(await box.send()).toMatchObject({ uncertain: 1 });
    expect(await change(1, { verb: "again" })).toMatchObject({ ok: true, value: { state: "planned" } });
    expect(await box.send()).toMatchObject({ sent: 1 });
    expect(arrived()).toEqual(["one", "one"]);
  });
});
