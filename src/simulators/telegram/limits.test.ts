import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { botClient, type Call } from "./bot-client.ts";
import { movableClock, type MovableClock } from "./movable-clock.ts";
import { startTelegramSimulator, type TelegramSimulator } from "./simulator.ts";

const token = "7001234567:AAH-simulated_token_of_the_school";
const group = "-1001007919111";

let clock: MovableClock;
let telegram: TelegramSimulator;
let call: Call;

beforeEach(async () => {
  clock = movableClock("2026-03-02T07:00:00Z");
  telegram = await startTelegramSimulator({ clock, token });
  telegram.world.addGroup({ chatId: group, title: "Français A1" });
  call = botClient(telegram.url, token);
});

afterEach(() => telegram.close());

const sendText = (text: string, more: object = {}) =>
  call("sendMessage", { chat_id: group, text, parse_mode: "HTML", ...more });

describe("limits", () => {
  test("a chat takes three at once, then one a second; 429 tells how long in body and header", async () => {
    for (const text of ["1", "2", "3"]) expect((await sendText(text)).status).toBe(200);
    const refused = await sendText("4");
    expect(refused).toMatchObject({
      status: 429,
      retryAfter: "1",
      body: { description: "Too Many Requests: retry after 1", parameters: { retry_after: 1 } },
    });
    clock.forward(1_000);
    expect((await sendText("4")).status).toBe(200);
    expect((await sendText("5")).status).toBe(429);
    expect(telegram.ledger.all()).toHaveLength(4);
  });

  test("a group takes 20 a minute", async () => {
    for (let i = 0; i < 20; i++) {
      expect((await sendText(`${i}`)).status).toBe(200);
      clock.forward(1_000);
    }
    expect(await sendText("21")).toMatchObject({ status: 429, retryAfter: "40" });
    clock.forward(39_999);
    expect((await sendText("21")).status).toBe(429);
    clock.forward(1);
    expect((await sendText("21")).status).toBe(200);
  });

  test("the bot takes 30 a second over all chats, and a person is not held to the group's limit", async () => {
    for (let i = 0; i < 31; i++) telegram.world.addGroup({ chatId: `-10020000000${i + 10}`, title: `G${i}` });
    const statuses = [];
    for (let i = 0; i < 31; i++)
      statuses.push((await call("sendMessage", { chat_id: `-10020000000${i + 10}`, text: "x" })).status);
    expect(statuses).toEqual([...Array<number>(30).fill(200), 429]);
    clock.forward(1_000);
    telegram.world.addGroup({ chatId: "5000000001", title: "Admin" });
    for (let i = 0; i < 25; i++) {
      expect((await call("sendMessage", { chat_id: "5000000001", text: "x" })).status).toBe(200);
      clock.forward(1_000);
    }
  });
});
