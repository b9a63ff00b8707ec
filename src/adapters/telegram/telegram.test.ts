import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChatId } from "#lib/ids.ts";
import { Secret } from "#lib/secrets.ts";
import { movableClock, until, type MovableClock } from "#simulators/telegram/movable-clock.ts";
import { startTelegramSimulator, type TelegramSimulator } from "#simulators/telegram/simulator.ts";
import { openTelegramHearing } from "./hearing.ts";
import { openTelegram } from "./telegram.ts";

const token = "7001234567:AAH-simulated_token_of_the_school";
const secretHalf = "AAH-simulated_token_of_the_school";
const group = "-1001007919111" as ChatId;

let clock: MovableClock;
let telegram: TelegramSimulator;

beforeEach(async () => {
  clock = movableClock("2026-03-02T07:00:00Z");
  telegram = await startTelegramSimulator({ clock, token, slowMs: 400 });
  telegram.world.addGroup({ chatId: group, title: "Français A1" });
});

afterEach(() => telegram.close());

const hearing = () => openTelegramHearing({ token: new Secret(token), apiRoot: telegram.url, timeoutSeconds: 5 });

const open = (apiRoot = telegram.url, timeoutSeconds = 5, withToken = token) =>
  openTelegram({ token: new Secret(withToken), apiRoot, timeoutSeconds, clock });

/** A server that answers every request in its own way; returns its address and how to stop it. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => server.closeAllConnections() ?? server.close(),
  };
}

const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) =>
  void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

describe("a message arrives", () => {
  test("with its markup, and the receipt names the message and the chat", async () => {
    expect(await open().send(group, { form: "text", html: "<b>Cours</b> &amp; Zoom" })).toEqual({
      kind: "done",
      value: { messageIds: ["1"], chatId: "-1001007919111", fileIds: [] },
    });
    expect(telegram.ledger.all()).toMatchObject([
      { chatId: group, html: "<b>Cours</b> &amp; Zoom", plainText: "Cours & Zoom" },
    ]);
  });

  test("an id of 52 bits stays exact both ways", async () => {
    const wide = "-4503599627370495" as ChatId;
    telegram.world.addGroup({ chatId: wide, title: "Large" });
    expect(await open().send(wide, { form: "text", html: "x" })).toMatchObject({
      kind: "done",
      value: { chatId: wide },
    });
    expect(await open().readChat(wide)).toEqual({ kind: "done", value: { chatId: wide, title: "Large" } });
  });

  test("the bot's name and a private chat's title; a slash after the address does no harm", async () => {
    telegram.world.addGroup({ chatId: "5000000001", title: "Directrice" });
    expect(await open(`${telegram.url}/`).checkBot()).toEqual({ kind: "done", value: "@carillon_bot" });
    expect(await open().readChat("5000000001" as ChatId)).toMatchObject({ value: { title: "Directrice" } });
  });
});

const sendAfter = async (happens: () => void, html = "x") => {
  happens();
  const answer = await open().send(group, { form: "text", html });
  if (answer.kind !== "refused") throw new Error(`Expected a refusal, got ${answer.kind}`);
  return answer;
};

describe("Telegram says no", () => {
  test.each([
    ["kicked", () => telegram.world.kickBot(group), "telegram.gone", /retire le bot des utilisateurs bannis/],
    ["removed", () => telegram.world.removeBot(group), "telegram.gone", /ajoutez le bot comme membre/],
    ["deleted", () => telegram.world.deleteGroup(group), "telegram.gone", /nouveau groupe/],
    ["restricted", () => telegram.world.restrictBot(group), "telegram.rights", /permissions/],
    [
      "closed topic",
      () => {
        telegram.world.addTopic(group, "2", "a");
        telegram.world.closeTopic(group);
      },
      "telegram.topic",
      /rouvrez le sujet/,
    ],
  ] as const)("%s", async (_, happens, code, remedy) => {
    const { failure, retryAfterMs } = await sendAfter(happens);
    expect(failure).toMatchObject({ code, place: group, cause: expect.stringMatching(/^40[03] /) });
    expect(failure.remedy.fr).toMatch(remedy);
    expect(failure.remedy.en).not.toBe(failure.remedy.fr);
    expect(retryAfterMs).toBeUndefined();
    expect(telegram.ledger.all()).toEqual([]);
  });

  test("a broken text, an empty one and one that is too long are defects of ours", async () => {
    for (const html of ["1 < 2", "<b>x", "", " ", "a".repeat(4097)]) {
      expect((await sendAfter(() => {}, html)).failure.code).toBe("telegram.text");
    }
  });

  test("an unknown chat is gone, and a person who blocked the bot has a remedy of their own", async () => {
    const unknown = await open().readChat("-100999" as ChatId);
    expect(unknown).toMatchObject({ kind: "refused", failure: { code: "telegram.gone", place: "-100999" } });
    telegram.world.addGroup({ chatId: "5000000001", title: "Directrice" });
    telegram.world.blockBot("5000000001");
    expect(await open().send("5000000001" as ChatId, { form: "text", html: "x" })).toMatchObject({
      failure: { code: "telegram.gone", remedy: { en: expect.stringContaining("press “Start”") } },
    });
  });

  test("a migrated group tells its new id, exactly, and takes the message there", async () => {
    telegram.world.addGroup({ chatId: "-4123456789", title: "Petit" });
    telegram.world.migrate("-4123456789", "-1004503599627370");
    const answer = await open().send("-4123456789" as ChatId, { form: "text", html: "x" });
    expect(answer).toMatchObject({
      kind: "refused",
      failure: { code: "telegram.migrated", place: "-1004503599627370" },
    });
    expect(await open().send("-1004503599627370" as ChatId, { form: "text", html: "x" })).toMatchObject({
      kind: "done",
    });
  });

  test("too many: the time to wait comes from the body, from the header in seconds or as a date, or is a minute", async () => {
    telegram.faults.next(1, "flood");
    expect(await sendAfter(() => {})).toMatchObject({ failure: { code: "telegram.flood" }, retryAfterMs: 35_000 });
    const body = { ok: false, error_code: 429, description: "Too Many Requests" };
    const headers: Record<string, string>[] = [
      { "retry-after": "7" },
      { "retry-after": "Mon, 02 Mar 2026 07:02:00 GMT" },
      {},
    ];
    const server = await serve((_, response) => json(response, 429, body, headers.shift()));
    const waits = [];
    for (let i = 0; i < 3; i++) {
      const answer = await open(server.url).send(group, { form: "text", html: "x" });
      waits.push(answer.kind === "refused" && answer.retryAfterMs);
    }
    server.stop();
    expect(waits).toEqual([7_000, 120_000, 60_000]);
  });

  test.each([
    [400, "Bad Request: message thread not found", "telegram.topic"],
    [400, "Bad Request: CHAT_WRITE_FORBIDDEN", "telegram.rights"],
    [403, "Forbidden: not enough rights to send text messages to the chat", "telegram.rights"],
    [400, "Bad Request: have no rights to send a message", "telegram.rights"],
    [400, "Bad Request: group chat was deactivated", "telegram.gone"],
    [400, "Bad Request: PEER_ID_INVALID", "telegram.gone"],
    [403, "Forbidden: bot can't initiate conversation with a user", "telegram.gone"],
    [403, "Forbidden: something new", "telegram.gone"],
    [413, "Request Entity Too Large", "telegram.text"],
    [401, "Unauthorized", "telegram.token"],
    [404, "Not Found", "telegram.token"],
    [400, "Bad Request: something new", "telegram.refused"],
  ])("%d %s is %s", async (error_code, description, code) => {
    const server = await serve((_, response) => json(response, error_code, { ok: false, error_code, description }));
    const answer = await open(server.url).send(group, { form: "text", html: "x" });
    server.stop();
    expect(answer).toMatchObject({ kind: "refused", failure: { code, cause: `${error_code} ${description}` } });
  });

  test("a person is told apart from a group: their ids are positive, and their remedy is another", async () => {
    const of = async (chat: string) => await open().send(chat as ChatId, { form: "text", html: "x" });
    expect(await of("5000000099")).toMatchObject({
      kind: "refused",
      failure: { code: "telegram.gone", remedy: { en: expect.stringContaining("press “Start”") } },
    });
    expect(await of("-1001999999999")).toMatchObject({
      kind: "refused",
      failure: { code: "telegram.gone", remedy: { en: expect.stringContaining("add the bot to the group") } },
    });
  });
});

const isSent = async (answer: ReturnType<ReturnType<typeof open>["send"]>) => {
  const settled = await answer;
  if (settled.kind !== "unreachable") throw new Error(`Expected unreachable, got ${settled.kind}`);
  expect(settled.failure).toMatchObject({ code: "telegram.unreachable", place: group });
  return settled.sent;
};

describe("Telegram does not answer", () => {
  test("a refused connection and an unknown name: nothing left", async () => {
    await telegram.refuseConnections();
    expect(await isSent(open().send(group, { form: "text", html: "x" }))).toBe(false);
    // Two addresses, IPv6 and IPv4, both refused.
    expect(
      await isSent(open(telegram.url.replace("127.0.0.1", "localhost")).send(group, { form: "text", html: "x" })),
    ).toBe(false);
    expect(await isSent(open("http://no-such-host.invalid").send(group, { form: "text", html: "x" }))).toBe(false);
    expect(await isSent(open("http://not an address").send(group, { form: "text", html: "x" }))).toBe(false);
  });

  test("a failed TLS handshake may have carried the request: told as sent", async () => {
    expect(await isSent(open(telegram.url.replace("http:", "https:")).send(group, { form: "text", html: "x" }))).toBe(
      true,
    );
    expect(telegram.ledger.all()).toEqual([]);
  });

  test.each([
    ["accept then drop", 1],
    ["drop before delivery", 0],
    ["500 after delivery", 1],
    ["502 HTML", 0],
    ["accept then hang", 1],
    ["slow", 1],
  ] as const)("%s: the message may have arrived, and is asked for once only", async (fault, delivered) => {
    telegram.faults.next(1, fault);
    expect(await isSent(open(telegram.url, 0.2).send(group, { form: "text", html: "x" }))).toBe(true);
    await until(() => telegram.ledger.all().length === delivered);
    expect(telegram.ledger.all()).toHaveLength(delivered);
  });

  test("answers that break off, are no JSON or lack the message are no answers", async () => {
    const oddities: ((response: ServerResponse) => void)[] = [
      (response) => void response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy()),
      (response) => void response.end("ok"),
      (response) => void response.end("[]"),
      (response) => json(response, 200, { ok: true, result: { message_id: "1" } }),
      (response) => json(response, 503, { ok: false, error_code: 503, description: "Service Unavailable" }),
    ];
    for (const oddity of oddities) {
      const server = await serve((_, response) => oddity(response));
      expect(await isSent(open(server.url).send(group, { form: "text", html: "x" }))).toBe(true);
      server.stop();
    }
  });

  test("a redirection is not followed: the token would go where it leads", async () => {
    const visited: (string | undefined)[] = [];
    const elsewhere = await serve((request, response) => {
      visited.push(request.url);
      json(response, 200, { ok: true, result: { message_id: 1, chat: { id: 1 } } });
    });
    for (const status of [302, 307]) {
      const portal = await serve((request, response) =>
        response.writeHead(status, { location: `${elsewhere.url}${request.url ?? ""}` }).end(),
      );
      expect(await isSent(open(portal.url).send(group, { form: "text", html: "x" }))).toBe(true);
      portal.stop();
    }
    elsewhere.stop();
    expect(visited).toEqual([]);
  });
});

test("the token is in no answer, whatever goes wrong", async () => {
  const answers: unknown[] = [];
  for (const fault of [
    "accept then drop",
    "500 after delivery",
    "drop before delivery",
    "502 HTML",
    "flood",
    "accept then hang",
    "slow",
  ] as const) {
    telegram.faults.next(1, fault);
    answers.push(await open(telegram.url, 0.2).send(group, { form: "text", html: "x" }));
  }
  const echo = await serve((request, response) =>
    json(response, 400, { ok: false, error_code: 400, description: `Bad Request: ${request.url}` }),
  );
  answers.push(await open(echo.url).send(group, { form: "text", html: "x" }));
  echo.stop();
  answers.push(await open("http://not an address").send(group, { form: "text", html: "x" }));
  answers.push(await open("http://no-such-host.invalid").checkBot());
  answers.push(await open(telegram.url, 5, `${token}x`).checkBot());
  answers.push(await open(telegram.url, 5, `7001234567/${secretHalf} é`).checkBot());
  await telegram.refuseConnections();
  answers.push(await open().checkBot(), await hearing().hear(0, 0, new AbortController().signal));
  answers.push(open());

  expect(answers.slice(0, -1).every((answer) => (answer as { kind: string }).kind !== "done")).toBe(true);
  for (const answer of answers) {
    expect(inspect(answer, { depth: 10, showHidden: true })).not.toContain(secretHalf);
    expect(JSON.stringify(answer) ?? "").not.toContain(secretHalf);
  }
});
