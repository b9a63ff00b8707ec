import pg from "pg";

import { systemClock } from "#lib/clock.ts";
import { causeOf } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import type { OpenDatabase } from "./open.ts";

/** How long after a lost connection the next is tried, in milliseconds. */
const againMs = 2_000;

/** What is heard of a channel of PostgreSQL's announcements. */
export interface Hearing {
  readonly channel: string;
  /** What the connection is for, as PostgreSQL's list of connections shows it. */
  readonly purpose: string;
  /** Told at each announcement. */
  heard(payload: string): void;
  /** Told when a connection listens: what was announced before, or since the last one was lost, was heard by nobody. */
  listening(isFirst: boolean): void;
  /** Done on each new connection before it listens. */
  prepare?(client: pg.Client): Promise<void>;
}

/** Hears a channel over a connection of its own, which is opened again whenever it is lost, until `closing`; never throws. */
export async function keepHearing({
  database,
  logger,
  closing,
  channel,
  purpose,
  heard,
  listening,
  prepare,
}: Hearing & {
  readonly database: Pick<OpenDatabase, "connectionConfig">;
  readonly logger: Logger;
  readonly closing: AbortSignal;
}): Promise<void> {
  for (let isFirst = true; !closing.aborted; isFirst = false) {
    try {
      await hear(isFirst);
    } catch (error) {
      logger.warn({ cause: causeOf(error), channel }, "changes are not told for a moment");
    }
    await systemClock.sleep(againMs, closing);
  }

  /** Until the connection ends, whoever ends it. */
  async function hear(isFirst: boolean): Promise<void> {
    const client = new pg.Client({ ...database.connectionConfig, application_name: `carillon ${purpose}` });
    const ended = new Promise<void>((settle) => client.once("end", settle));
    client.on("error", () => undefined);
    client.on("notification", ({ payload = "" }) => heard(payload));
    await client.connect();
    const end = () => void client.end().catch(() => undefined);
    closing.addEventListener("abort", end, { once: true });
    try {
      await prepare?.(client);
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      listening(isFirst);
      if (closing.aborted) end();
      await ended;
    } finally {
      closing.removeEventListener("abort", end);
      end();
    }
  }
}
