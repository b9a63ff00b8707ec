import { migrate } from "#database/migrate.ts";
import { openDatabase, type OpenDatabase } from "#database/open.ts";
import { openLogger } from "#lib/logger.ts";
import { scratchFolder } from "../test/scratch.ts";

/** An empty database with every table, and how it goes without leaving anything. */
export type ScratchDatabase = Pick<OpenDatabase, "db" | "pool"> & { readonly end: () => Promise<void> };

/** Opens a database for a figure, with the flags that every command runs with. Throws when it does not open. */
export async function openScratchDatabase(): Promise<ScratchDatabase> {
  await import("../src/cli/small-footprint.js");
  const scratch = await scratchFolder();
  const opened = await openDatabase({
    dataFolder: scratch.path,
    logger: openLogger("warn"),
    applicationName: "carillon bench",
    poolSize: 2,
  });
  if (!opened.ok) throw new Error(opened.failure.what.en);
  const { db, pool, close } = opened.value;
  const end = async () => {
    await close();
    scratch.remove();
  };
  const migrated = await migrate(pool);
  if (migrated.ok) return { db, pool, end };
  await end();
  throw new Error(migrated.failure.what.en);
}
