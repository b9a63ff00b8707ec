import type { Config } from "#config";
import { keepHearing } from "#database/keep-hearing.ts";
import type { OpenDatabase } from "#database/open.ts";
import { settingsChannel } from "#features/school/settings-store.ts";
import { causeOf, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

/** The settings in force, as they change. */
export interface SettingsInForce {
  readonly config: Config;
  /** Aborted when `config` is no longer what is in force; ask for it anew each time. */
  readonly outdated: AbortSignal;
  /** Reads what is stored now. Settings that do not go together are told in the log, and those before stay. */
  refresh(): Promise<void>;
  /** From now on what any process changes is followed. */
  follow(): void;
  close(): Promise<void>;
}

/**
 * Keeps the settings of a process those of the database: whoever changes one announces it there, and `changed` is told
 * what is in force then, one change after the other.
 */
export function followSettings({
  first,
  read,
  changed,
  database,
  logger,
}: {
  readonly first: Config;
  readonly read: () => Promise<Result<Config>>;
  readonly changed: (config: Config) => Promise<void>;
  readonly database: Pick<OpenDatabase, "connectionConfig">;
  readonly logger: Logger;
}): SettingsInForce {
  let config = first;
  let outdated = new AbortController();
  let working: Promise<void> = Promise.resolve();
  let hearing: Promise<void> | undefined;
  const closing = new AbortController();

  async function readAgain(): Promise<void> {
    try {
      const found = await read();
      if (!found.ok) return logger.error({ failure: found.failure.code }, found.failure.what.en);
      if (found.value.mark === config.mark) return;
      config = found.value;
      const before = outdated;
      outdated = new AbortController();
      // Its services are opened before anything is awaited: whoever stops for the old ones finds the new ones.
      const settled = changed(config);
      before.abort();
      await settled;
    } catch (error) {
      logger.error({ cause: causeOf(error) }, "changed settings could not be taken up");
    }
  }
  const refresh = async () => await (working = working.then(readAgain));
  return {
    get config() {
      return config;
    },
    get outdated() {
      return outdated.signal;
    },
    refresh,
    follow() {
      hearing ??= keepHearing({
        database,
        logger,
        closing: closing.signal,
        channel: settingsChannel,
        purpose: "settings",
        heard: () => void refresh(),
        listening: () => void refresh(),
      });
    },
    async close() {
      closing.abort();
      await hearing;
      await working;
    },
  };
}
