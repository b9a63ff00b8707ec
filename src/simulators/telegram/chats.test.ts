import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { botClient, pngOf, type Call } from "./bot-client.ts";
import { movableClock } from "./movable-clock.ts";
import { startTelegramSimulator, type TelegramSimulator } from "./simulator.ts";

const token = "7001234567:AAH-simulated_token_of_the_school";
const group = "-1001007919111";

let telegram: TelegramSimulator;
let call: Call;

beforeEach(async () => {
  telegram = await startTelegramSimulator({ clock: movableClock("2026-03-02T07:00:00Z"), token, limits: false });
  telegram.world.addGroup({ chatId: group, title: "Français A1" });
  call = botClient(telegram.url, token);
});

afterEach(() => telegram.close());

const sendText = (text: string, more: object = {}) =>
  call("sendMessage", { chat_id: group, text, parse_mode: "HTML", ...more });

function sendPhoto() {
  const form = new FormData();
  form.set("chat_id", group);
  form.set("photo", pngOf(1, 1), "classement.png");
  return call("sendPhoto", form);
}

async function refusal(): Promise<string> {
  const { body } = await sendText("x");
  return `${body.error_code} ${body.description}`;
}

describe("chats", () => {
  test("kicked, removed, deleted, restricted, back again", async () => {
    expect((await call("sendMessage", { chat_id: -100999, text: "x" })).body.description).toBe(
      "Bad Request: chat not found",
    );
    telegram.world.kickBot(group);
    expect(await refusal()).toBe("403 Forbidden: bot was kicked from the supergroup chat");
    telegram.world.removeBot(group);
    expect(await refusal()).toBe("403 Forbidden: bot is not a member of the supergroup chat");
    telegram.world.addBot(group);
    expect((await sendText("x")).status).toBe(200);
    telegram.world.restrictBot(group, { text: true, photos: false });
    expect((await sendText("x")).status).toBe(200);
    expect((await sendPhoto()).body.description).toBe("Bad Request: not enough rights to send photos to the chat");
    telegram.world.restrictBot(group);
    expect(await refusal()).toBe("400 Bad Request: not enough rights to send text messages to the chat");
    expect((await call("getChatMember", { chat_id: group, user_id: 7001234567 })).body.result).toMatchObject({
      status: "restricted",
      can_send_messages: false,
    });
    telegram.world.promoteBot(group);
    expect((await sendText("x")).status).toBe(200);
    telegram.world.deleteGroup(group);
    expect(await refusal()).toBe("403 Forbidden: the group chat was deleted");
  });

  test("topics: missing, closed, deleted; an administrator may write into a closed one", async () => {
    telegram.world.addTopic(group, "7", "Devoirs");
    expect((await sendText("x", { message_thread_id: 7 })).body.result).toMatchObject({
      message_thread_id: 7,
      is_topic_message: true,
    });
    expect((await sendText("x", { message_thread_id: 8 })).body.description).toBe(
      "Bad Request: message thread not found",
    );
    telegram.world.closeTopic(group, "7");
    expect((await sendText("x", { message_thread_id: 7 })).body.description).toBe("Bad Request: TOPIC_CLOSED");
    expect((await sendText("x")).status).toBe(200);
    telegram.world.closeTopic(group);
    expect((await sendText("x")).body.description).toBe("Bad Request: TOPIC_CLOSED");
    telegram.world.promoteBot(group);
    expect((await sendText("x", { message_thread_id: 7 })).status).toBe(200);
    telegram.world.deleteTopic(group, "7");
    expect((await sendText("x", { message_thread_id: 7 })).body.description).toBe(
      "Bad Request: message thread not found",
    );
  });

  test("a migrated group answers with its new id, takes messages there, and tells the bot twice", async () => {
    telegram.world.addGroup({ chatId: "-4123456789", title: "Petit groupe" });
    telegram.world.migrate("-4123456789", "-1004503599627370");
    expect((await call("sendMessage", { chat_id: "-4123456789", text: "x" })).body).toEqual({
      ok: false,
      error_code: 400,
      description: "Bad Request: group chat was upgraded to a supergroup chat",
      parameters: { migrate_to_chat_id: -1004503599627370 },
    });
    expect((await call("sendMessage", { chat_id: "-1004503599627370", text: "x" })).status).toBe(200);
    expect((await call("getUpdates")).body.result).toMatchObject([
      { message: { chat: { id: -4123456789 }, migrate_to_chat_id: -1004503599627370 } },
      { message: { chat: { id: -1004503599627370 }, migrate_from_chat_id: -4123456789 } },
    ]);
  });
});
