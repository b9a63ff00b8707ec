import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { afterEach, describe, expect, it } from "vitest";

import { seededRandom } from "#simulators/telegram/faults.ts";

import { openOutbox, outboxStart, outboxToken, type Outbox } from "./outbox.ts";
import type { SenderOrders } from "./sender-process.ts";

const program = fileURLToPath(new URL("./sender-process.ts", import.meta.url));
let box: Outbox;
afterEach(async () => await box.close());

const count = async (from: string) =>
  Number((await box.database.pool.query(`select count(*) as n from ${from}`)).rows[0]?.n);

function startSender(): ChildProcess {
  const orders: SenderOrders = {
    database: box.database.connectionConfig,
    apiRoot: box.telegram.url,
    token: outboxToken,
    startMs: outboxStart.epochMilliseconds,
    isFollowed: false,
    memoryEvery: 1_000_000,
  };
  return spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"], SENDER_ORDERS: JSON.stringify(orders) },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Waits for the end; the exit code, and the stages that it said. */
async function endOf(sender: ChildProcess): Promise<{ readonly code: unknown; readonly stages: readonly string[] }> {
  if (sender.stdout === null) throw new Error("the sender has no output");
  const stages: string[] = [];
  createInterface(sender.stdout).on("line", (line) => stages.push((JSON.parse(line) as { stage: string }).stage));
  const [code] = await once(sender, "close");
  return { code, stages };
}

describe("two senders at once, each a process", () => {
  it("one sends, the other waits its turn: every message arrives once", async () => {
    box = await openOutbox({ groups: 120, limits: false, latencyMs: 3 });
    for (let index = 0; index < 120; index += 1) await box.plan(index, "lesson");
    const both = await Promise.all([endOf(startSender()), endOf(startSender())]);
    expect(both.map((one) => one.code)).toEqual([0, 0]);
    expect(box.telegram.ledger.all()).toHaveLength(120);
    expect(new Set(box.telegram.ledger.all().map((one) => one.chatId)).size).toBe(120);
    expect(await count("deliveries where outcome = 'sent'")).toBe(120);
    expect(await count("deliveries")).toBe(120);
  });
});

describe("kill -9 while sending", () => {
  const kills = Number(process.env["CARILLON_KILLS"] ?? 3);
  const messages = kills > 20 ? 1_000 : 160;

  it(`${kills} kills over ${messages} messages: none lost, what is doubled or open was in flight and is written down`, async () => {
    box = await openOutbox({ groups: messages, limits: false, latencyMs: 4 });
    // Half of a kind that is sent again when its fate is unknown, half of one that is not.
    for (let index = 0; index < messages; index += 1) {
      await box.plan(index, "lesson", { kind: index % 2 === 0 ? "change" : "announcement" });
    }
    const random = seededRandom(11);
    for (let kill = 0; kill < kills; kill += 1) {
      const before = box.telegram.ledger.all().length;
      const after = before + 1 + Math.floor((random() * messages) / (kills + 1));
      const sender = startSender();
      const end = endOf(sender);
      let isOver = false;
      void end.then(() => (isOver = true));
      await expect
        .poll(() => isOver || box.telegram.ledger.all().length >= after, { interval: 1, timeout: 60_000 })
        .toBe(true);
      sender.kill("SIGKILL");
      await end;
    }
    expect((await endOf(startSender())).code).toBe(0);
    const perChat = Map.groupBy(box.telegram.ledger.all(), (one) => one.chatId);
    const uncertain = await count("deliveries where outcome = 'uncertain'");
    const open = await count("messages where state = 'uncertain'");
    const doubled = [...perChat.values()].filter((some) => some.length > 1).length;
    expect(await count("messages where state in ('sent', 'uncertain')")).toBe(messages);
    // A message of which nothing arrived is one whose fate is open for a person to decide.
    expect(messages - perChat.size).toBeLessThanOrEqual(open);
    expect(doubled).toBeLessThanOrEqual(uncertain);
    expect(uncertain).toBeLessThanOrEqual(12 * kills);
    expect(await count("deliveries where outcome = 'in flight'")).toBe(0);
  }, 3_600_000);
});
