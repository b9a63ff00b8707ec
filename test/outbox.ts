import { planMessage, type PlannedMessage } from "#features/messages/plan-message.ts";
import { resentByDefault, type MessageFile, type MessageKind } from "#features/messages/rules.ts";
import { sendDueMessages, type SendingReport } from "#features/messages/send-due-messages.ts";
import type { Mode, School } from "#features/school/rules.ts";
import { ensureGroups, listGroups, type GroupRow } from "#features/roster/store.ts";
import { openTelegram } from "#adapters/telegram/telegram.ts";
import { SimulatedClock } from "#jobs/simulated-clock.ts";
import { systemClock, type Instant } from "#lib/clock.ts";
import type { ChatId, TimeZone } from "#lib/ids.ts";
import type { RunLog } from "#lib/run-log.ts";
import { Secret } from "#lib/secrets.ts";
import type { Exchange } from "#simulators/telegram/api.ts";
import { pngBytes } from "#simulators/telegram/bot-client.ts";
import type { LimitOptions } from "#simulators/telegram/limits.ts";
import { startTelegramSimulator, type TelegramSimulator } from "#simulators/telegram/simulator.ts";

import { cloneDatabase, type ClonedDatabase } from "./database.ts";

/** An outbox, a Telegram and a clock, without the rest of the app. */
export interface Outbox {
  readonly clock: SimulatedClock;
  readonly telegram: TelegramSimulator;
  /** What was asked of Telegram so far. */
  readonly exchanges: readonly Exchange[];
  /** Called after each request to Telegram. */
  onExchange: (() => void) | undefined;
  readonly database: ClonedDatabase;
  readonly groups: readonly GroupRow[];
  /** What was logged, in English. */
  readonly log: readonly string[];
  /** Plans a text to a group; the rest as given. */
  plan(group: number, key: string, more?: Partial<PlannedMessage>): Promise<string>;
  /** One round of sending, with time passing as it needs. */
  send(options?: { readonly mode?: Mode; readonly resent?: readonly MessageKind[] }): Promise<SendingReport>;
  /** Lets time pass until the work is done. */
  drive<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export const outboxStart = Temporal.Instant.from("2026-03-02T08:00:00Z");
/** The token of its bot. */
export const outboxToken = "700100200:outbox";
const live: Mode = { kind: "live" };
const day = { hours: 24 };

/** Opens an outbox with so many groups, which the bot is in. */
export async function openOutbox(
  options: {
    readonly groups?: number;
    readonly limits?: Partial<LimitOptions> | false;
    /** Real milliseconds before each answer of Telegram. */
    readonly latencyMs?: number;
  } = {},
): Promise<Outbox> {
  const clock = new SimulatedClock(outboxStart);
  const { limits } = options;
  const exchanges: Exchange[] = [];
  const telegram = await startTelegramSimulator({
    clock,
    token: outboxToken,
    ...(limits === undefined ? {} : { limits }),
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
    onExchange(exchange) {
      exchanges.push(exchange);
      outbox.onExchange?.();
    },
  });
  const database = await cloneDatabase({ sessionStatements: clock.sessionStatements });
  const wanted = Array.from({ length: options.groups ?? 1 }, (_, index) => ({
    chatId: String(-1_001_000_000_000 - index) as ChatId,
    title: `Group ${index}`,
  }));
  for (const group of wanted) telegram.world.addGroup(group);
  await ensureGroups(database.db, wanted, "en", clock.now());
  const groups = (await listGroups(database.db)).toSorted((a, b) => Number(b.chatId) - Number(a.chatId));
  const port = openTelegram({
    token: new Secret(outboxToken),
    apiRoot: telegram.url,
    timeoutSeconds: 20,
    clock,
  });
  const lines: string[] = [];
  const log: RunLog = {
    info: async (message, place) => void lines.push(`info ${message.en} (${place ?? ""})`),
    warning: async (message, place) => void lines.push(`warning ${message.en} (${place ?? ""})`),
    failure: async (failure) => void lines.push(`error ${failure.code} (${failure.place ?? ""})`),
  };
  const school: School = {
    name: "School",
    language: "en",
    timeZone: "UTC" as TimeZone,
    audienceZones: ["UTC" as TimeZone],
    defaultDurationMinutes: 60,
    mode: { kind: "live" },
  };
  const outbox: Outbox = {
    clock,
    telegram,
    exchanges,
    onExchange: undefined,
    database,
    groups,
    log: lines,
    async plan(group, key, more = {}) {
      const to = groups[group];
      if (to === undefined) throw new Error(`there is no group ${group}`);
      const now = clock.now();
      return await planMessage({
        db: database.db,
        now,
        wake: async () => undefined,
        message: {
          kind: "announcement",
          key,
          to: { group: to },
          content: { form: "text", html: key },
          language: "en",
          dueAt: now,
          expiresAt: now.add(day),
          ...more,
        },
      });
    },
    send: async ({ mode = live, resent = resentByDefault } = {}) =>
      await drive(
        clock,
        sendDueMessages({
          db: database.db,
          clock,
          telegram: port,
          school: { ...school, mode },
          resent: new Set(resent),
          log,
        }),
      ),
    drive: async (work) => await drive(clock, work),
    async close() {
      await telegram.close();
      await database.close();
    },
  };
  return outbox;
}

/** A picture of so many pixels a side, as far as Telegram's checks look at it. */
export function png(side: number): MessageFile {
  return { name: `${side}.png`, mediaType: "image/png", bytes: pngBytes(side, side) };
}

/** Lets simulated time pass, as far as somebody sleeps on it, until the work is done. */
async function drive<T>(clock: SimulatedClock, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const end = () => done.abort();
  work.then(end, end);
  while (!done.signal.aborted) {
    const wake: Instant | undefined = clock.nextWake();
    if (wake === undefined) await systemClock.sleep(1);
    else await clock.pass(Math.max(0, clock.now().until(wake).total("milliseconds")));
  }
  return await work;
}
