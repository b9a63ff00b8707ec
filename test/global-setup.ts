import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import type { TestProject } from "vitest/node";

import { startEmbeddedPostgres } from "#database/embedded-postgres.ts";
import { openLogger } from "#lib/logger.ts";

import { prepareTemplate } from "./prepare-template.ts";
import { folderIn, scratchFolder, sweepScratch } from "./scratch.ts";

/** How a test reaches the run's PostgreSQL. */
export interface TestServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  /** The prepared database that `cloneDatabase` copies. */
  readonly template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Starts the run's PostgreSQL, prepares the template and tells the tests; the function it returns ends it all. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  sweepScratch();
  const scratch = await scratchFolder();
  // What tests and their processes leave in the temporary folder goes with the run; pictures are there to be looked at.
  process.env["CARILLON_SCREENSHOTS"] ??= join(tmpdir(), "carillon-pictures");
  process.env["TMPDIR"] = folderIn(scratch.path, "t");
  const started = await startEmbeddedPostgres({
    dataFolder: scratch.path,
    logger: openLogger("warn"),
    applicationName: "carillon tests",
    // Nothing here outlives the run, so nothing is made to survive a power cut. An autovacuum that looks
    // at the template would make a clone wait for it.
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      autovacuum: "off",
      max_connections: "200",
    },
  });
  if (!started.ok) {
    scratch.remove();
    throw new Error(`${started.failure.what.en}\n${started.failure.cause ?? ""}`);
  }
  const { connection } = started.value;
  const template = "carillon_template";
  const end = async () => {
    await started.value.stop();
    scratch.remove();
  };
  try {
    await administer(connection, [`create database ${template}`]);
    await prepareTemplate({ ...connection, database: template });
    // A stray connection to the template would make every clone fail.
    await administer(connection, [`alter database ${template} is_template true allow_connections false`]);
  } catch (error) {
    await end();
    throw error;
  }
  const { host, port, user, password } = connection;
  project.provide("testServer", { host, port, user, password, template });
  return end;
}

async function administer(connection: object, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ ...connection, database: "postgres" });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
