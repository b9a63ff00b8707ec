import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { autoRetry } from "@grammyjs/auto-retry";
import { apiThrottler } from "@grammyjs/transformer-throttler";
import { Api } from "grammy";
import pg from "pg";

import { startEmbeddedPostgres } from "#database/embedded-postgres.ts";
import { migrate } from "#database/migrate.ts";
import { openPool, type OpenDatabase } from "#database/open.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import { ensureGroups, listGroups } from "#features/roster/store.ts";
import { instantOf, systemClock, type Clock } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";
import { openLogger } from "#lib/logger.ts";
import { startTelegramSimulator } from "#simulators/telegram/simulator.ts";

import { scratchFolder } from "../test/scratch.ts";
import type { SenderOrders } from "../test/sender-process.ts";
import { show, timed } from "./figure.ts";

/*
 * A mailing to 81, 1,000 and 5,000 groups under Telegram's usual limits, on a clock that passes as far as the sender
 * waits: how long it takes beside what the limits alone take, what was refused, and the memory of the sender's own
 * process. Beside it a plain loop over grammY with its throttler and auto-retry.
 */
const startMs = Temporal.Instant.from("2026-03-02T08:00:00Z").epochMilliseconds;
const token = "700100200:mailing";
/** What `carillon` sets for itself at its start: without it V8 lets its nursery grow, whatever the work. */
const asInProduction = ["--semi-space-growth-factor=1", "--expose-gc"];
const program = fileURLToPath(new URL("../test/sender-process.ts", import.meta.url));
const sizes = process.argv.includes("--small") ? [81, 1_000] : [81, 1_000, 5_000];

const scratch = await scratchFolder();
const server = await startEmbeddedPostgres({
  dataFolder: scratch.path,
  logger: openLogger("warn"),
  applicationName: "carillon bench",
});
if (!server.ok) throw new Error(server.failure.what.en);
try {
  for (const size of sizes) {
    await mailing(size, await grammyLoop(size));
  }
} finally {
  await server.value.stop();
  scratch.remove();
}

interface Telegram {
  readonly url: string;
  /** Requests that were answered "too many". */
  refused(): number;
  arrived(): number;
  chats(): number;
  seconds(): number;
  setNow(ms: number): void;
  close(): Promise<void>;
}

/** A Telegram with the usual limits and so many groups, whose clock is moved from outside. */
async function openTelegram(size: number): Promise<Telegram> {
  let nowMs = startMs;
  let refused = 0;
  const clock: Clock = { now: () => instantOf(nowMs), sleep: systemClock.sleep };
  const simulator = await startTelegramSimulator({
    clock,
    token,
    onExchange: ({ answer }) => {
      if (!answer.ok && answer.error_code === 429) refused += 1;
    },
  });
  for (const group of groupsOf(size)) simulator.world.addGroup(group);
  return {
    url: simulator.url,
    refused: () => refused,
    arrived: () => simulator.ledger.all().length,
    chats: () => new Set(simulator.ledger.all().map((message) => message.chatId)).size,
    seconds: () => (nowMs - startMs) / 1_000,
    setNow(ms) {
      nowMs = ms;
    },
    close: async () => await simulator.close(),
  };
}

function groupsOf(size: number) {
  return Array.from({ length: size }, (_, index) => ({
    chatId: String(-1_001_000_000_000 - index) as ChatId,
    title: `Group ${index}`,
  }));
}

async function mailing(size: number, secondsOfGrammy: number): Promise<void> {
  const telegram = await openTelegram(size);
  const database = await openDatabase(`mailing_${size}`);
  await fillOutbox(database, size);
  const orders: SenderOrders = {
    database: database.connectionConfig,
    apiRoot: telegram.url,
    token,
    startMs,
    isFollowed: true,
    memoryEvery: Math.max(20, Math.floor(size / 20)),
  };
  const sender = spawn(process.execPath, [...asInProduction, program], {
    env: { PATH: process.env["PATH"], SENDER_ORDERS: JSON.stringify(orders) },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  sender.on("message", (moved: { readonly now: number }) => {
    telegram.setNow(moved.now);
    sender.send("go on");
  });
  const rss: number[] = [];
  const held: number[] = [];
  if (sender.stdout === null) throw new Error("the sender has no output");
  createInterface(sender.stdout).on("line", (line) => {
    const said = JSON.parse(line) as { stage: string; rss?: number; held?: number };
    if (said.rss === undefined || said.held === undefined) return;
    rss.push(said.rss / 1024 / 1024);
    held.push(said.held / 1024 / 1024);
  });
  await once(sender, "close");

  const limits = { name: "30 a second alone", value: size / 30 };
  const ratio = { of: "ratio", atMost: 1.03 } as const;
  const none = { of: "value", atMost: 0 } as const;
  show({ name: `${size} messages, time`, ours: telegram.seconds(), unit: "s", peer: limits, limit: ratio });
  show({
    name: `${size} messages, time beside grammY's`,
    ours: telegram.seconds(),
    unit: "s",
    peer: { name: "a loop with its throttler and auto-retry", value: secondsOfGrammy },
  });
  show({ name: `${size} messages, groups without theirs`, ours: size - telegram.chats(), unit: "groups", limit: none });
  show({
    name: `${size} messages, doubles`,
    ours: telegram.arrived() - telegram.chats(),
    unit: "messages",
    limit: none,
  });
  show({ name: `${size} messages, answers 429`, ours: telegram.refused(), unit: "answers", limit: none });
  // What is loaded and compiled while the first ones leave stays; after that the number must not matter.
  const growth = (held.at(-1) ?? 0) - (held[Math.floor(held.length / 4)] ?? 0);
  show({ name: `${size} messages, the sender's process at the end`, ours: rss.at(-1) ?? 0, unit: "MB" });
  show({
    name: `${size} messages, what it holds more then`,
    ours: growth,
    unit: "MB",
    limit: { of: "value", atMost: 5 },
  });
  await database.close();
  await telegram.close();
}

/**
 * The same mailing by what a bot's author would take first: a loop over grammY with its own throttler and auto-retry.
 * They wait on the system's clock, so this takes the time that it tells. Gives the seconds.
 */
async function grammyLoop(size: number): Promise<number> {
  let refused = 0;
  const simulator = await startTelegramSimulator({
    clock: systemClock,
    token,
    onExchange: ({ answer }) => {
      if (!answer.ok && answer.error_code === 429) refused += 1;
    },
  });
  const groups = groupsOf(size);
  for (const group of groups) simulator.world.addGroup(group);
  const api = new Api(token, { apiRoot: simulator.url });
  // The last one added is asked first: a request that is tried again waits for its turn again.
  api.config.use(apiThrottler());
  api.config.use(autoRetry());
  const { ms } = await timed(async () => {
    await Promise.all(groups.map(async ({ chatId }) => await api.sendMessage(chatId, "lesson")));
  });
  const arrived = simulator.ledger.all().length;
  if (arrived !== size) throw new Error(`${arrived} of ${size} messages arrived`);
  show({ name: `${size} messages by grammY's throttler and auto-retry, answers 429`, ours: refused, unit: "answers" });
  await simulator.close();
  return ms / 1_000;
}

async function openDatabase(name: string): Promise<OpenDatabase> {
  if (!server.ok) throw new Error(server.failure.what.en);
  const { connection } = server.value;
  const client = new pg.Client({ ...connection, database: "postgres" });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const opened = openPool(
    { applicationName: "carillon bench", logger: openLogger("silent") },
    { ...connection, database: name },
    undefined,
  );
  const migrated = await migrate(opened.pool);
  if (!migrated.ok) throw new Error(migrated.failure.what.en);
  return opened;
}

async function fillOutbox({ db }: OpenDatabase, size: number): Promise<void> {
  const now = instantOf(startMs);
  await ensureGroups(db, groupsOf(size), "en", now);
  const html = `<b>Awa Sissoko - BBG</b>\nMonday 2 March\n${"Tap the link five minutes before. ".repeat(12)}`;
  for (const group of await listGroups(db)) {
    await planMessage({
      db,
      now,
      wake: async () => undefined,
      message: {
        kind: "announcement",
        key: "lesson",
        to: { group },
        content: { form: "text", html },
        language: "en",
        dueAt: now,
        expiresAt: now.add({ hours: 12 }),
      },
    });
  }
}
