import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChatId } from "#lib/ids.ts";
import { Secret } from "#lib/secrets.ts";
import type { Exchange } from "#simulators/telegram/api.ts";
import { openBotApiSpec, type BotApiSpec } from "#simulators/telegram/bot-api-spec.ts";
import { botClient, pngOf, type Call } from "#simulators/telegram/bot-client.ts";
import { movableClock } from "#simulators/telegram/movable-clock.ts";
import { startTelegramSimulator, type TelegramSimulator } from "#simulators/telegram/simulator.ts";
import { openTelegramHearing } from "./hearing.ts";
import { openTelegram } from "./telegram.ts";

const token = "7001234567:AAH-simulated_token_of_the_school";
const group = "-1001007919111" as ChatId;
const spec = openBotApiSpec();

// Looked up when a test runs: a skipped block is read all the same, and then there is no specification.
const requestProblems: BotApiSpec["requestProblems"] = (...of) => (spec as BotApiSpec).requestProblems(...of);
const answerProblems: BotApiSpec["answerProblems"] = (...of) => (spec as BotApiSpec).answerProblems(...of);
const typeProblems: BotApiSpec["typeProblems"] = (...of) => (spec as BotApiSpec).typeProblems(...of);

describe.skipIf(spec === undefined)("the Bot API's specification (skipped where ../shared/specs is not there)", () => {
  const exchanges: Exchange[] = [];
  let telegram: TelegramSimulator;
  let call: Call;

  beforeAll(async () => {
    const clock = movableClock("2026-03-02T07:00:00Z");
    telegram = await startTelegramSimulator({
      clock,
      token,
      limits: false,
      onExchange: (exchange) => exchanges.push(exchange),
    });
    call = botClient(telegram.url, token);
    telegram.world.addGroup({ chatId: group, title: "Français A1", botIsAdmin: true });
    telegram.world.addGroup({ chatId: "-4123456789", title: "Petit groupe" });
    telegram.world.addGroup({ chatId: "5000000001", title: "Admin" });
  });

  afterAll(() => telegram.close());

  test("every request of the adapter and every answer to it keeps to the specification", async () => {
    exchanges.length = 0;
    const port = openTelegram({ token: new Secret(token), apiRoot: telegram.url, timeoutSeconds: 5 });
    const { signal } = new AbortController();
    await port.checkBot();
    await port.readChat(group);
    await port.readChat("5000000001" as ChatId);
    await port.send(group, {
      form: "text",
      html: '<b>Cours</b> <a href="https://zoom.us/j/1">ici</a> <tg-spoiler>x</tg-spoiler>',
    });
    await port.send(group, { form: "text", html: "1 < 2" });
    await port.send("-999" as ChatId, { form: "text", html: "x" });
    telegram.world.say({
      chatId: group,
      person: { id: "5000000001", name: "Léa", lastName: "B", username: "lea" },
      text: "/score",
    });
    telegram.world.say({ chatId: group, person: { id: "5000000001", name: "Léa" }, text: "x", isAnonymous: true });
    telegram.world.join(group, { id: "5000000002", name: "Chloé" });
    telegram.world.demoteBot(group);
    telegram.world.restrictBot(group);
    telegram.world.kickBot(group);
    telegram.world.removeBot(group);
    telegram.world.addBot(group);
    telegram.world.migrate("-4123456789", "-1004503599627370");
    await port.send("-4123456789" as ChatId, { form: "text", html: "x" });
    const hearing = openTelegramHearing({ token: new Secret(token), apiRoot: telegram.url, timeoutSeconds: 5 });
    telegram.world.addGroup({ chatId: "-1001007919222", title: "Forum" });
    telegram.world.addTopic("-1001007919222", "7", "Cours");
    telegram.world.closeTopic("-1001007919222", "7");
    telegram.world.rename("-1001007919222", "Forum B1");
    await port.send(group, { form: "text", html: "?", buttons: [[{ text: "Oui", data: "it:yes" }]] });
    const asked = telegram.ledger.to(group).at(-1)?.messageId ?? "";
    const press = telegram.world.press(group, asked, { id: "5000000001", name: "Léa" }, "it:yes");
    const heard = await hearing.hear(0, 0, signal);
    await hearing.answerPress(press, "Merci");
    await hearing.answerPress(press, undefined);
    await hearing.replaceText(group, asked, "<b>Oui</b>");
    await hearing.setMenu("groups", "fr", [{ command: "today", about: "les cours d'aujourd'hui" }]);
    await hearing.readBot();
    await hearing.readGroup(group);
    await hearing.setWebhook("http://127.0.0.1:9/", "s");
    await hearing.readWebhook();
    await hearing.deleteWebhook();
    telegram.faults.next(1, "flood");
    await port.send(group, { form: "text", html: "x" });

    expect(heard).toMatchObject({ kind: "done", value: { length: 13 } });
    expect(exchanges.map((exchange) => exchange.method)).toEqual([
      "getMe",
      "getChat",
      "getChat",
      "sendMessage",
      "sendMessage",
      "sendMessage",
      "sendMessage",
      "sendMessage",
      "getUpdates",
      "answerCallbackQuery",
      "answerCallbackQuery",
      "editMessageText",
      "setMyCommands",
      "getMe",
      "getChat",
      "getChatMember",
      "setWebhook",
      "getWebhookInfo",
      "deleteWebhook",
      "sendMessage",
    ]);
    expect(exchanges.map((exchange) => requestProblems(exchange.method, exchange.request)).flat()).toEqual([]);
    expect(exchanges.map((exchange) => answerProblems(exchange.method, exchange.answer)).flat()).toEqual([]);
  });

  test("every other method of the simulator answers as specified", async () => {
    exchanges.length = 0;
    const form = new FormData();
    form.set("chat_id", group);
    form.set("caption", "<b>Classement</b>");
    form.set("parse_mode", "HTML");
    form.set("photo", pngOf(800, 600), "classement.png");
    await call("sendPhoto", form);
    await call("sendMessage", { chat_id: group, text: "a" });
    const sent = telegram.ledger.to(group).at(-1);
    await call("editMessageText", { chat_id: group, message_id: Number(sent?.messageId), text: "b" });
    await call("deleteMessage", { chat_id: group, message_id: Number(sent?.messageId) });
    await call("deleteMessage", { chat_id: group, message_id: 999 });
    for (const change of ["promoteBot", "demoteBot", "restrictBot", "kickBot", "removeBot", "addBot"] as const) {
      telegram.world[change](group);
      await call("getChatMember", { chat_id: group, user_id: 7001234567 });
    }
    await call("setWebhook", { url: "http://127.0.0.1:9/", allowed_updates: ["message"], secret_token: "s" });
    await call("getWebhookInfo");
    await call("getUpdates");
    await call("deleteWebhook", { drop_pending_updates: true });

    expect(exchanges.map((exchange) => [exchange.method, exchange.answer.ok])).toEqual([
      ["sendPhoto", true],
      ["sendMessage", true],
      ["editMessageText", true],
      ["deleteMessage", true],
      ["deleteMessage", false],
      ...Array.from({ length: 6 }, () => ["getChatMember", true]),
      ["setWebhook", true],
      ["getWebhookInfo", true],
      ["getUpdates", false],
      ["deleteWebhook", true],
    ]);
    expect(exchanges.map((exchange) => answerProblems(exchange.method, exchange.answer)).flat()).toEqual([]);
  });

  test("the check catches a mistyped field, a missing one, a wrong type, a wrong status and a half answer", () => {
    expect(requestProblems("sendMessage", { chat_id: 1, text: "x" })).toEqual([]);
    expect(requestProblems("sendMessage", { chat_id: 1, text: "x", parsemode: "HTML" }).join()).toContain("parsemode");
    expect(requestProblems("sendMessage", { chat_id: 1 }).join()).toContain("text");
    expect(requestProblems("getUpdates", { offset: 1, allowed_updates: "message" })).not.toEqual([]);
    expect(typeProblems("Chat", { id: -1001007919111, type: "group" })).toEqual([]);
    expect(typeProblems("Chat", { id: "-1001007919111", type: "group" })).not.toEqual([]);
    const user = { id: 1, is_bot: true, first_name: "x" };
    expect(typeProblems("ChatMember", { status: "left", user })).toEqual([]);
    expect(typeProblems("ChatMember", { status: "gone", user })).not.toEqual([]);
    expect(answerProblems("getMe", { ok: true, result: user })).toEqual([]);
    expect(answerProblems("getMe", { ok: true })).not.toEqual([]);
    expect(answerProblems("getMe", { ok: false, description: "x" })).not.toEqual([]);
  });
});

test.runIf(spec === undefined)(
  "the contract with the Bot API was not checked: ../shared/specs is not beside this checkout",
  () => {
    expect(spec).toBeUndefined();
  },
);
