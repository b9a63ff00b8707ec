import pg from "pg";

import { systemClock } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";

import { keepHearing } from "./keep-hearing.ts";
import type { OpenDatabase } from "./open.ts";

/** Tells which topics' tables were written to, by this process or any other. */
export interface TableWatch<Topic extends string> {
  /**
   * The topics that changed, as they change, until `signal` aborts or the watch is closed. After the connection was
   * lost for a while everything counts as changed.
   */
  changes(signal: AbortSignal): AsyncGenerator<readonly Topic[], void>;
  close(): Promise<void>;
}

const channel = "carillon_changed";

/** Changes that come together are told together, in milliseconds. */
const togetherMs = 300;

/**
 * Watches tables through PostgreSQL's own announcements: a trigger a table tells its topic when a transaction that
 * wrote there is committed. The connection is opened when the first asks for changes.
 */
export function watchTables<Topic extends string>({
  database,
  tablesOf,
  logger,
}: {
  readonly database: Pick<OpenDatabase, "connectionConfig">;
  readonly tablesOf: Readonly<Record<Topic, readonly string[]>>;
  readonly logger: Logger;
}): TableWatch<Topic> {
  const every = Object.keys(tablesOf) as Topic[];
  const closing = new AbortController();
  const followers = new Set<(topic: Topic) => void>();
  const tell = (topic: Topic) => followers.forEach((follower) => follower(topic));
  let watching: Promise<void> | undefined;

  const watch = async () =>
    await keepHearing({
      database,
      logger,
      closing: closing.signal,
      channel,
      purpose: "page",
      prepare: async (client) => await addTriggers(client, tablesOf),
      heard(payload) {
        const topic = every.find((one) => one === payload);
        if (topic !== undefined) tell(topic);
      },
      listening(isFirst) {
        if (!isFirst) every.forEach(tell);
      },
    });

  return {
    async *changes(signal) {
      watching ??= watch();
      const changed = new Set<Topic>();
      const stopped = AbortSignal.any([signal, closing.signal]);
      let woken = Promise.withResolvers<void>();
      const follower = (topic: Topic) => {
        changed.add(topic);
        woken.resolve();
      };
      const stop = () => woken.resolve();
      followers.add(follower);
      stopped.addEventListener("abort", stop);
      try {
        while (!stopped.aborted) {
          await woken.promise;
          if (stopped.aborted) return;
          await systemClock.sleep(togetherMs, stopped);
          woken = Promise.withResolvers();
          const told = [...changed];
          changed.clear();
          if (told.length > 0) yield told;
        }
      } finally {
        followers.delete(follower);
        stopped.removeEventListener("abort", stop);
      }
    },
    async close() {
      closing.abort();
      await watching;
    },
  };
}

/** Adds the triggers that are missing; those that are there cost one look. */
async function addTriggers(client: pg.Client, tablesOf: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const { rows } = await client.query(
    `select tgrelid::regclass::text as "table", convert_from(rtrim(tgargs, '\\x00'), 'UTF8') as topic
       from pg_trigger where tgname = $1`,
    [channel],
  );
  const there = new Set(rows.map((row) => `${String(row.table)} ${String(row.topic)}`));
  const missing = Object.entries(tablesOf).flatMap(([topic, tables]) =>
    tables.filter((table) => !there.has(`${table} ${topic}`)).map((table) => ({ topic, table })),
  );
  if (missing.length === 0) return;
  // Somebody's long transaction on such a table is not waited for: the next try comes soon.
  await client.query("set lock_timeout = '3s'");
  await client.query(
    `create or replace function ${channel}() returns trigger language plpgsql as
       $$ begin perform pg_notify('${channel}', tg_argv[0]); return null; end $$`,
  );
  for (const { topic, table } of missing) {
    await client.query(
      `create or replace trigger ${channel} after insert or update or delete on ${pg.escapeIdentifier(table)}
         for each statement execute function ${channel}(${pg.escapeLiteral(topic)})`,
    );
  }
}
