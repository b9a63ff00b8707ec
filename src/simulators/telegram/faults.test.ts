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

/** The status, or that there was none. */
const attempt = (text: string) =>
  sendText(text).then(
    (reply) => String(reply.status),
    () => "no answer",
  );

describe("faults", () => {
  test("what was carried out is in the ledger, whether or not the bot learned of it", async () => {
    telegram.faults.next(1, "accept then drop");
    telegram.faults.next(1, "500 after delivery");
    telegram.faults.next(1, "drop before delivery");
    telegram.faults.next(2, "flood");
    const outcomes = [];
    for (const text of ["a", "b", "c", "d", "e", "f"]) outcomes.push(await attempt(text));
    expect(outcomes).toEqual(["no answer", "500", "no answer", "429", "429", "200"]);
    expect(telegram.ledger.all().map((message) => [message.plainText, message.answerLost])).toEqual([
      ["a", true],
      ["b", true],
      ["f", false],
    ]);
    expect(telegram.printLedger()).toContain("[the bot got no answer]");
  });

  test("a page instead of JSON, and a connection that hangs until the simulator closes", async () => {
    telegram.faults.next(1, "502 HTML", ["getMe"]);
    telegram.faults.next(1, "accept then hang");
    const page = await fetch(`${telegram.url}/bot${token}/getMe`);
    expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html; charset=UTF-8"]);
    const waiting = attempt("a");
    await expect.poll(() => telegram.ledger.all()).toHaveLength(1);
    await telegram.close();
    expect(await waiting).toBe("no answer");
  });

  test("the same seed gives the same faults, on the methods that deliver only", async () => {
    const outcomes = async () => {
      telegram.faults.atRandom({ seed: 5, rate: 0.5, kinds: ["flood", "502 HTML"] });
      const seen = [];
      for (let i = 0; i < 12; i++) {
        clock.forward(5_000);
        seen.push((await fetch(`${telegram.url}/bot${token}/sendMessage?chat_id=${group}&text=x`)).status);
        expect((await call("getMe")).status).toBe(200);
      }
      return seen;
    };
    const first = await outcomes();
    expect(new Set(first)).toEqual(new Set([200, 429, 502]));
    expect(await outcomes()).toEqual(first);
    telegram.faults.none();
    expect((await sendText("x")).status).toBe(200);
  });

  test("refused connections, until they are accepted again on the same port", async () => {
    await telegram.refuseConnections();
    await expect(call("getMe")).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    await telegram.acceptConnections();
    expect((await call("getMe")).status).toBe(200);
  });
});
