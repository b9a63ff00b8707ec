import { startEmbeddedPostgres } from "#database/embedded-postgres.ts";
import { openPool, type OpenDatabase } from "#database/open.ts";
import type { SimulatedClock } from "#jobs/simulated-clock.ts";
import type { Logger } from "#lib/logger.ts";

/**
 * A simulated machine never loses its power, only its processes, and what those have written the system keeps: so nothing
 * waits for the disk. All else is the server that schools have.
 */
const settings = { fsync: "off", full_page_writes: "off" };

/** Opens the database of a simulated year, whoever uses it besides. Throws when it does not open. */
export async function openYearDatabase({
  folder,
  clock,
  logger,
}: {
  readonly folder: string;
  readonly clock: SimulatedClock;
  readonly logger: Logger;
}): Promise<OpenDatabase> {
  const applicationName = `carillon engine pid=${process.pid}`;
  const embedded = await startEmbeddedPostgres({ dataFolder: folder, applicationName, logger, settings });
  if (!embedded.ok) throw new Error(`${embedded.failure.what.en} ${embedded.failure.cause ?? ""}`);
  const { sessionStatements } = clock;
  return openPool(
    { applicationName, logger, sessionStatements, poolSize: 6 },
    embedded.value.connection,
    embedded.value,
  );
}
