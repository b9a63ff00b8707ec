import type { App, Role } from "#app/parts.ts";
import type { Config } from "#config";
import type { OpenDatabase } from "#database/open.ts";
import type { Result } from "#lib/failure.ts";

import type { CommandContext, ExitCode } from "./command.ts";
import { findDatabase } from "./places.ts";

/** Opens the app for a command. What it loads is loaded here, when it is known to be needed. */
export async function openAppFor(context: CommandContext, config: Config, role: Role): Promise<Result<App>> {
  const { openApp } = await import("#app");
  return await openApp({ config, dataFolder: context.dataFolder, logger: await context.logger(config), role });
}

/** Does `work` with the app opened as a client, and closes it whatever happens. */
export async function withClient(context: CommandContext, work: (app: App) => Promise<ExitCode>): Promise<ExitCode> {
  const config = await context.config();
  if (!config.ok) return context.fail(config.failure);
  const app = await openAppFor(context, config.value, "client");
  if (!app.ok) return context.fail(app.failure);
  try {
    return await work(app.value);
  } finally {
    await app.value.close();
  }
}

/** Opens the database of the settings for a command, and nothing else of the app; `purpose` tells who is connected. */
export async function openDatabaseFor(
  context: CommandContext,
  config: Config,
  purpose: "command" | "doctor" | "restore",
): Promise<Result<OpenDatabase>> {
  const { openDatabase } = await import("#database/open.ts");
  return await openDatabase({
    dataFolder: context.dataFolder,
    applicationName: `carillon ${purpose} pid=${process.pid}`,
    logger: await context.logger(config),
    poolSize: 2,
    ...(config.databaseUrl === undefined ? {} : { url: config.databaseUrl }),
  });
}

/**
 * Does `work` with the database of the data folder, opened to be read; `undefined` when there is none yet, so
 * that asking for the runs of a mistyped folder does not create a database in it.
 */
export async function withDatabaseIfAny(
  context: CommandContext,
  work: (database: OpenDatabase | undefined, config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = await context.config();
  if (!config.ok) return context.fail(config.failure);
  const place = await findDatabase(context.dataFolder, config.value.databaseUrl !== undefined);
  if (place.kind === "none") return await work(undefined, config.value);
  return await withMigratedDatabase(context, config.value, async (database) => {
    const { withStoredSettings } = await import("#app/stored-settings.ts");
    const inForce = await withStoredSettings(config.value, database.db);
    if (!inForce.ok) return context.fail(inForce.failure);
    return await work(database, inForce.value);
  });
}

/**
 * Does `work` with the database alone, its tables being this program's: older ones are brought up to date, a newer
 * database is refused. The stored settings are not read.
 */
export async function withMigratedDatabase(
  context: CommandContext,
  config: Config,
  work: (database: OpenDatabase) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = await openDatabaseFor(context, config, "command");
  if (!opened.ok) return context.fail(opened.failure);
  try {
    const { migrate } = await import("#database/migrate.ts");
    const migrated = await migrate(opened.value.pool);
    if (!migrated.ok) return context.fail(migrated.failure);
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}
