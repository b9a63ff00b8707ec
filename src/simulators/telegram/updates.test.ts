import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { botClient, type Call } from "./bot-client.ts";
import { movableClock, until, type MovableClock } from "./movable-clock.ts";
import { startTelegramSimulator, type TelegramSimulator } from "./simulator.ts";

const token = "7001234567:AAH-simulated_token_of_the_school";
const group = "-1001007919111";
const lea = { id: "5000000001", name: "Léa" };

let clock: MovableClock;
let telegram: TelegramSimulator;
let call: Call;

beforeEach(async () => {
  clock = movableClock("2026-03-02T07:00:00Z");
  telegram = await startTelegramSimulator({ clock, token });
  telegram.world.addGroup({ chatId: group, title: "Français A1", botIsAdmin: true });
  call = botClient(telegram.url, token);
});

afterEach(() => telegram.close());

interface Heard {
  readonly update_id: number;
  readonly message: { readonly text: string };
}

async function getUpdates(parameters: object = {}): Promise<readonly Heard[]> {
  return (await call<readonly Heard[]>("getUpdates", parameters)).body.result;
}

const say = (text: string, person: { id: string; name: string; isBot?: boolean } = lea) =>
  telegram.world.say({ chatId: group, person, text });

describe("what the bot hears", () => {
  test("an administrator hears all but other bots; privacy mode leaves commands, mentions, replies and notices", () => {
    expect(say("bonjour").isHeard).toBe(true);
    expect(say("bip", { id: "6000000001", name: "Robot", isBot: true }).isHeard).toBe(false);
    telegram.world.demoteBot(group);
    expect(say("bonjour").isHeard).toBe(false);
    expect(say("/score").isHeard).toBe(true);
    expect(say("merci @Carillon_bot !").isHeard).toBe(true);
    expect(telegram.world.say({ chatId: group, person: lea, text: "oui", isReplyToBot: true }).isHeard).toBe(true);
    const before = telegram.updates.pending().length;
    telegram.world.join(group, { id: "5000000002", name: "Chloé" });
    expect(telegram.updates.pending()).toHaveLength(before + 1);
  });

  test("switching privacy off takes effect where the bot is added again, and only while it is in", () => {
    telegram.world.demoteBot(group);
    telegram.world.setPrivacy(false);
    expect(say("bonjour").isHeard).toBe(false);
    telegram.world.removeBot(group);
    expect(say("/score").isHeard).toBe(false);
    telegram.world.addBot(group);
    expect(say("bonjour").isHeard).toBe(true);
  });

  test("kinds that were not asked for are not kept; the asking is remembered", async () => {
    const { messageId } = say("bonjur");
    expect(telegram.world.edit(messageId, { chatId: group, person: lea, text: "bonjour" })).toBe(true);
    await call("getUpdates", { allowed_updates: ["message"] });
    expect(telegram.world.edit(messageId, { chatId: group, person: lea, text: "bonsoir" })).toBe(false);
    await call("getUpdates", {});
    expect(telegram.world.edit(messageId, { chatId: group, person: lea, text: "salut" })).toBe(false);
    await call("getUpdates", { allowed_updates: [] });
    expect(telegram.world.edit(messageId, { chatId: group, person: lea, text: "salut" })).toBe(true);
  });
});

describe("polling", () => {
  test("updates stay until an offset acknowledges them; a limit and a negative offset are obeyed", async () => {
    for (const text of ["a", "b", "c"]) say(text);
    const all = await getUpdates();
    expect(all.map((update) => update.message.text)).toEqual(["a", "b", "c"]);
    const first = all[0]?.update_id ?? 0;
    expect(all.map((update) => update.update_id)).toEqual([first, first + 1, first + 2]);
    expect(await getUpdates({ limit: 1 })).toEqual([all[0]]);
    expect(await getUpdates({ offset: first + 1 })).toEqual([all[1], all[2]]);
    expect(await getUpdates({ offset: -1 })).toEqual([all[2]]);
    expect(await getUpdates({ offset: first + 3 })).toEqual([]);
  });

  test("a long poll ends at once when something is said, and when the simulator closes", async () => {
    const polled = getUpdates({ timeout: 50 });
    await until(() => telegram.updates.isPolled());
    say("enfin");
    const [update] = await polled;
    expect(update?.message.text).toBe("enfin");

    const last = getUpdates({ offset: (update?.update_id ?? 0) + 1, timeout: 50 }).then(
      () => "ended",
      () => "ended",
    );
    await until(() => telegram.updates.isPolled());
    await telegram.close();
    expect(await last).toBe("ended");
  });

  test("a second poller ends the first with 409; a poller that went away leaves nothing behind", async () => {
    const first = call("getUpdates", { timeout: 50 });
    await until(() => telegram.updates.isPolled());
    const second = getUpdates({ timeout: 50 });
    expect((await first).body).toMatchObject({
      ok: false,
      error_code: 409,
      description: expect.stringMatching(/^Conflict: terminated by other getUpdates/),
    });
    say("x");
    expect(await second).toHaveLength(1);

    const leaving = new AbortController();
    const { signal } = leaving;
    const third = fetch(`${telegram.url}/bot${token}/getUpdates?timeout=50&offset=999999999`, { signal }).catch(
      () => "left",
    );
    await until(() => telegram.updates.isPolled());
    leaving.abort();
    expect(await third).toBe("left");
    await until(() => !telegram.updates.isPolled());
    expect(telegram.updates.isPolled()).toBe(false);
  });

  test("allHeard waits for the acknowledgement, and an update can come twice", async () => {
    telegram.updates.repeatNext(1);
    say("a");
    let isAllHeard = false;
    const heard = telegram.allHeard().then(() => (isAllHeard = true));
    const [update] = await getUpdates();
    expect(isAllHeard).toBe(false);
    const after = (update?.update_id ?? 0) + 1;
    expect(await getUpdates({ offset: after })).toEqual([update]);
    expect(await getUpdates({ offset: after })).toEqual([]);
    expect(await heard).toBe(true);
  });
});

const webhookInfo = async () => (await call<{ last_error_message?: string }>("getWebhookInfo")).body.result;

describe("the webhook", () => {
  test("delivers in order with the secret, tries again after growing pauses, and forbids polling", async () => {
    const received: { text: string; secret: unknown }[] = [];
    let failuresLeft = 2;
    const receiver = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      if (failuresLeft > 0) {
        failuresLeft -= 1;
        response.writeHead(503).end();
        return;
      }
      received.push({
        text: JSON.parse(body).message.text,
        secret: request.headers["x-telegram-bot-api-secret-token"],
      });
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/telegram`;

    const polled = call("getUpdates", { timeout: 50 });
    await until(() => telegram.updates.isPolled());
    await call("setWebhook", { url, secret_token: "s3cret" });
    expect((await polled).body.description).toBe("Conflict: terminated by setWebhook request");
    expect((await call("getUpdates")).status).toBe(409);

    say("a");
    say("b");
    await until(async () => (await webhookInfo()).last_error_message?.includes("503") === true);
    expect(received).toEqual([]);
    expect(await webhookInfo()).toMatchObject({ url, pending_update_count: 2 });
    clock.forward(1_000);
    await until(() => failuresLeft === 0);
    await until(() => {
      clock.forward(1_000);
      return received.length === 2;
    });
    expect(received).toEqual([
      { text: "a", secret: "s3cret" },
      { text: "b", secret: "s3cret" },
    ]);
    await telegram.allHeard();
    expect((await call("deleteWebhook")).body.description).toBe("Webhook was deleted");
    expect(await getUpdates()).toEqual([]);
    receiver.close();
  });
});
