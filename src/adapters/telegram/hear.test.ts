import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "#lib/failure.ts";
import type { Heard } from "#features/roster/ports.ts";
import { Secret } from "#lib/secrets.ts";
import { castGroups, castPeople } from "#simulators/telegram/cast.ts";
import { movableClock, until, type MovableClock } from "#simulators/telegram/movable-clock.ts";
import { startTelegramSimulator, type TelegramSimulator } from "#simulators/telegram/simulator.ts";
import { readUpdates } from "./heard.ts";
import { openTelegramHearing } from "./hearing.ts";

const token = "7001234567:AAH-simulated_token_of_the_school";
const group = "-1001007919111";
const lea = { id: "5000000001", name: "Léa", lastName: "Benali" };
const never = new AbortController().signal;

let clock: MovableClock;
let telegram: TelegramSimulator;

beforeEach(async () => {
  clock = movableClock("2026-03-02T07:00:00Z");
  telegram = await startTelegramSimulator({ clock, token });
  telegram.world.addGroup({ chatId: group, title: "Français A1", botIsAdmin: true });
});

afterEach(() => telegram.close());

const open = (timeoutSeconds = 5) =>
  openTelegramHearing({ token: new Secret(token), apiRoot: telegram.url, timeoutSeconds });

function valueOf(answer: Answer<readonly Heard[]>): readonly Heard[] {
  if (answer.kind !== "done") throw new Error(`Expected updates, got ${answer.failure.code}: ${answer.failure.cause}`);
  return answer.value;
}

test("a person's message: who, where, when, and never what", async () => {
  telegram.world.say({
    chatId: group,
    person: lea,
    text: "mot de passe: sésame",
    at: Temporal.Instant.from("2026-03-02T06:59:58Z"),
  });
  const heard = valueOf(await open().hear(0, 0, never));
  expect(heard).toEqual([
    {
      kind: "message",
      updateId: expect.any(Number),
      chatId: group,
      chatTitle: "Français A1",
      messageId: "1",
      from: { id: "5000000001", name: "Léa Benali" },
      at: Temporal.Instant.from("2026-03-02T06:59:58Z"),
    },
  ]);
  expect(inspect(heard, { depth: 9 })).not.toContain("sésame");
});

test("the offset acknowledges what came before", async () => {
  for (const text of ["a", "b", "c"]) telegram.world.say({ chatId: group, person: lea, text });
  const port = open();
  const first = valueOf(await port.hear(0, 0, never));
  expect(first.map((heard) => heard.kind === "message" && heard.messageId)).toEqual(["1", "2", "3"]);
  const second = first[1]?.updateId ?? 0;
  expect(valueOf(await port.hear(second, 0, never)).map((heard) => heard.updateId)).toEqual([second, second + 1]);
  expect(valueOf(await port.hear(second + 2, 0, never))).toEqual([]);
  await telegram.allHeard();
});

test("being added, restricted, kicked and promoted: what is left of the right to send", async () => {
  const { world } = telegram;
  world.restrictBot(group);
  world.restrictBot(group, { text: true, photos: false });
  world.kickBot(group);
  world.addBot(group);
  world.promoteBot(group);
  world.removeBot(group);
  const heard = valueOf(await open().hear(0, 0, never));
  expect(heard.map((change) => change.kind === "membership" && change.standing.maySendText)).toEqual([
    false,
    true,
    false,
    true,
    true,
    false,
  ]);
  expect(heard[0]).toMatchObject({ chatId: group, chatTitle: "Français A1", at: clock.now() });
});

test("a migration is told once in each chat, the same way", async () => {
  telegram.world.addGroup({ chatId: "-4123456789", title: "Petit" });
  telegram.world.migrate("-4123456789", "-1004503599627370");
  const heard = valueOf(await open().hear(0, 0, never));
  expect(heard).toMatchObject([
    { kind: "migration", chatId: "-4123456789", newChatId: "-1004503599627370" },
    { kind: "migration", chatId: "-4123456789", newChatId: "-1004503599627370" },
  ]);
});

test("notices, anonymous administrators, bots, edits and oddities count for nobody", async () => {
  telegram.world.join(group, lea);
  telegram.world.say({ chatId: group, person: lea, text: "x", isAnonymous: true });
  const said = { message_id: 1, date: 1772434800, chat: { id: -100123, type: "supergroup", title: "x" } };
  const human = { id: 1, is_bot: false, first_name: "x" };
  telegram.updates.add("message", { ...said, from: { ...human, is_bot: true }, text: "bip" });
  telegram.updates.add("edited_message", { ...said, from: human, text: "x" });
  telegram.updates.add("message", {
    ...said,
    from: { ...human, first_name: "Telegram" },
    sender_chat: said.chat,
    is_automatic_forward: true,
    text: "x",
  });
  telegram.updates.add("message", { ...said, from: human, pinned_message: said });
  telegram.updates.add("message", { nonsense: true });
  telegram.updates.add("message", { ...said, chat: { ...said.chat, type: "channel" }, from: human, text: "x" });
  const others = valueOf(await open().hear(0, 0, never));
  expect(others.map((heard) => heard.kind)).toEqual(["member", ...Array(7).fill("other")]);

  telegram.updates.add("message", { ...said, from: human, sticker: { emoji: "👍" } });
  telegram.updates.add("message", { ...said, from: human, photo: [], caption: "x" });
  const next = valueOf(await open().hear((others.at(-1)?.updateId ?? 0) + 1, 0, never));
  expect(next.map((heard) => heard.kind)).toEqual(["message", "message"]);
});

test("a command: who asks what where; its words, and in private anything else", async () => {
  const { world } = telegram;
  world.addGroup({ chatId: lea.id, title: "Léa" });
  world.say({ chatId: group, person: lea, text: "/Week@Carillon_Bot  prochaine " });
  world.say({ chatId: group, person: lea, text: "pas /week" });
  world.say({ chatId: group, person: lea, text: "/week/end" });
  world.addTopic(group, "7", "Cours");
  world.say({ chatId: group, person: lea, text: "/today", topicId: "7" });
  world.say({ chatId: lea.id, person: lea, text: "/me Léa B." });
  world.say({ chatId: lea.id, person: lea, text: "bonjour" });
  const heard = valueOf(await open().hear(0, 0, never));
  expect(heard.map((one) => one.kind)).toEqual(["command", "message", "message", "command", "command", "command"]);
  expect(heard[0]).toMatchObject({
    chat: { chatId: group, isPrivate: false, title: "Français A1" },
    command: "week",
    addressee: "carillon_bot",
    words: "prochaine",
    from: { id: lea.id, name: "Léa Benali" },
  });
  expect(heard[3]).toMatchObject({ chat: { topicId: "7" }, command: "today", addressee: undefined, words: "" });
  expect(heard[4]).toMatchObject({ chat: { chatId: lea.id, isPrivate: true }, command: "me", words: "Léa B." });
  expect(heard[5]).toMatchObject({ command: "help", words: "" });
});

test("titles, topics, channels and buttons are heard", async () => {
  const { world, updates } = telegram;
  world.addTopic(group, "7", "Cours");
  world.rename(group, "Français A2");
  world.closeTopic(group, "7");
  world.closeTopic(group, undefined, false);
  const channel = { id: -1002000000777, type: "channel", title: "École" };
  updates.allow(["message", "callback_query", "channel_post"]);
  updates.add("channel_post", { message_id: 12, date: 1772434800, chat: channel, sender_chat: channel, text: "Fermé" });
  updates.add("channel_post", { message_id: 13, date: 1772434800, chat: channel, new_chat_title: "x" });
  updates.add("callback_query", { id: "9", from: { id: 1, is_bot: false, first_name: "x" }, chat_instance: "1" });
  const heard = valueOf(await open().hear(0, 0, never));
  expect(heard).toMatchObject([
    { kind: "title", chatId: group, title: "Français A2" },
    { kind: "topic", chatId: group, topicId: "7", isClosed: true },
    { kind: "topic", chatId: group, topicId: "1", isClosed: false },
    { kind: "channel post", chatId: "-1002000000777", messageId: "12" },
    { kind: "other" },
    { kind: "other" },
  ]);
  expect(inspect(heard, { depth: 9 })).not.toContain("Fermé");
});

test("from the first poll on, edits are not even sent", async () => {
  const port = open();
  await port.hear(0, 0, never);
  const { messageId } = telegram.world.say({ chatId: group, person: lea, text: "x" });
  telegram.world.edit(messageId, { chatId: group, person: lea, text: "y" });
  expect(valueOf(await port.hear(0, 0, never))).toHaveLength(1);
});

describe("waiting", () => {
  test("ends as soon as something is said", async () => {
    const waiting = open().hear(0, 50, never);
    await until(() => telegram.updates.isPolled());
    telegram.world.say({ chatId: group, person: lea, text: "x" });
    expect(valueOf(await waiting)).toHaveLength(1);
  });

  test("ends empty when the signal aborts, before or during the wait", async () => {
    const stop = new AbortController();
    const waiting = open().hear(0, 50, stop.signal);
    await until(() => telegram.updates.isPolled());
    stop.abort();
    expect(await waiting).toEqual({ kind: "done", value: [] });
    expect(await open().hear(0, 50, stop.signal)).toEqual({ kind: "done", value: [] });
    await until(() => !telegram.updates.isPolled());
  });

  test("a hanging answer is given up after the wait and the time limit, as unreachable", async () => {
    telegram.faults.next(1, "accept then hang", ["getUpdates"]);
    expect(await open(0.2).hear(0, 0, never)).toMatchObject({
      kind: "unreachable",
      failure: { code: "telegram.unreachable" },
    });
  });

  test("another listener, and a webhook, are conflicts with a remedy each", async () => {
    const first = open().hear(0, 50, never);
    await until(() => telegram.updates.isPolled());
    const second = open().hear(0, 50, never);
    expect(await first).toMatchObject({
      kind: "refused",
      failure: { code: "telegram.conflict", what: { en: expect.stringContaining("Another program") } },
    });
    telegram.world.say({ chatId: group, person: lea, text: "x" });
    await second;
    await fetch(`${telegram.url}/bot${token}/setWebhook?url=http://127.0.0.1:9/`);
    expect(await open().hear(0, 0, never)).toMatchObject({
      kind: "refused",
      failure: { code: "telegram.conflict", what: { en: expect.stringContaining("webhook") } },
    });
  });
});

test("what are no updates at all is not guessed at", () => {
  expect(readUpdates({})).toBeUndefined();
  expect(readUpdates([{ message: {} }])).toBeUndefined();
  expect(readUpdates([{ update_id: 2 }, { update_id: 1 }])).toEqual([
    { kind: "other", updateId: 1 },
    { kind: "other", updateId: 2 },
  ]);
});

test("a seeded cast fills groups and people the same way every time, with ids beyond 32 bits", async () => {
  const groups = castGroups(7, 40);
  expect(castGroups(7, 40)).toEqual(groups);
  expect(castGroups(8, 40)).not.toEqual(groups);
  expect(new Set(groups.map((cast) => cast.chatId)).size).toBe(40);
  const people = castPeople(7, 300);
  expect(new Set(people.map((person) => person.id)).size).toBe(300);
  for (const cast of groups) telegram.world.addGroup(cast);
  let expected = 0;
  for (const [index, person] of people.entries()) {
    const chatId = groups[index % groups.length]?.chatId ?? "";
    if (telegram.world.say({ chatId, person, text: "bonjour" }).isHeard) expected += 1;
  }
  let heard = 0;
  const port = open();
  for (let offset = 0; ;) {
    const updates = valueOf(await port.hear(offset, 0, never));
    if (updates.length === 0) break;
    heard += updates.filter((update) => update.kind === "message" && Number(update.from.id) > 2 ** 32).length;
    offset = (updates.at(-1)?.updateId ?? 0) + 1;
  }
  expect(heard).toBe(expected);
  expect(expected).toBeGreaterThan(150);
  expect(expected).toBeLessThan(300);
});
