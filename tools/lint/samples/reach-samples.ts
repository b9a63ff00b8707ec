import { body, importing, sample, sessions, store, type Sample } from "./sample.ts";

/** DESIGN section 3, law 3: who touches what, and where it is joined. */
export const reachSamples: readonly Sample[] = [
  sample(
    "laws(database-access)",
    "a use case queries",
    importing(sessions, `import { eq } from "drizzle-orm";`),
    "src/features/sessions/store.ts",
    importing(store, `import { eq } from "drizzle-orm";`),
  ),
  sample(
    "laws(database-access)",
    "a driver outside src/database",
    importing("src/features/sessions/outbox-store.ts", `import PgBoss from "pg-boss";`),
    "src/jobs/engine.ts",
    importing("src/jobs/engine.ts", `import PgBoss from "pg-boss";`),
  ),
  sample(
    "laws(database-access)",
    "a use case opens the database",
    importing(sessions, `import { openDatabase } from "#database/open.ts";`),
    `only inTransaction, isPassing and "type Db"`,
    importing(sessions, `import { inTransaction, type Db } from "#database/open.ts";`),
  ),
  sample(
    "laws(database-access)",
    "a use case takes a column type",
    importing(sessions, `import { instant } from "#database/columns.ts";`),
    "store.ts as a function with a name",
    importing("src/features/sessions/tables.ts", `import { instant } from "#database/columns.ts";`),
  ),
  sample(
    "laws(database-access)",
    "an adapter queries",
    importing("src/adapters/zoom/client.ts", `import { Pool } from "pg";`),
    "belongs in the store.ts of its feature",
    importing("src/database/open.ts", `import { Pool } from "pg";`),
  ),
  sample(
    "laws(database-access)",
    "a server opens the database itself",
    importing("src/http/server.ts", `import { openDatabase } from "#database/open.ts";`),
    "src/app.ts hands the open database in",
    importing("src/app.ts", `import { openDatabase } from "#database/open.ts";`),
  ),

  ...[
    "node:fs",
    "node:fs/promises",
    "fs",
    "node:net",
    "node:http",
    "node:child_process",
    "node:worker_threads",
    "grammy",
    "@e965/xlsx",
    "hono",
    "@hono/node-server",
    "pyodide",
  ].map((outside) =>
    sample(
      "laws(outside-imports)",
      `a feature imports ${outside}`,
      importing(sessions, `import * as x from "${outside}";`),
      "write the I/O in src/adapters/<service>/",
      importing("src/adapters/telegram/client.ts", `import * as x from "${outside.replace(/^fs$/, "node:fs")}";`),
    ),
  ),
  sample(
    "laws(outside-imports)",
    "a worker by another door",
    body(sessions, `export const planSessions = () => process.getBuiltinModule("node:fs");`),
    "src/adapters/<service>/",
    importing("src/http/server.ts", `import { createServer } from "node:http";`),
  ),
  sample(
    "laws(outside-imports)",
    "lib reads the disk",
    importing("src/lib/settings.ts", `import { readFileSync } from "node:fs";`),
    "src/adapters/<service>/",
    importing("src/config.ts", `import { readFileSync } from "node:fs";`),
  ),

  sample(
    "laws(composition-root)",
    "a feature names its adapter",
    importing(sessions, `import { zoom } from "#adapters/zoom/client.ts";`),
    "Declare the port type in src/features/sessions/ports.ts",
    importing(
      "src/app.ts",
      `import { zoom } from "#adapters/zoom/client.ts";\nimport { planSessions } from "#features/sessions/plan-sessions.ts";`,
    ),
  ),
  sample(
    "laws(composition-root)",
    "the server names an adapter",
    importing("src/http/webhooks.ts", `import { zoom } from "#adapters/zoom/client.ts";`),
    "Only src/app.ts joins adapters",
    importing("src/cli/doctor.ts", `import { zoom } from "#adapters/zoom/client.ts";`),
  ),
  sample(
    "laws(composition-root)",
    "an adapter calls a use case",
    importing("src/adapters/zoom/client.ts", `import { x } from "#features/meetings/create-zoom-links.ts";`),
    "Put the type in src/features/meetings/ports.ts",
    importing("src/adapters/zoom/client.ts", `import type { ZoomPort } from "#features/meetings/ports.ts";`),
  ),
  sample(
    "laws(composition-root)",
    "an adapter applies a rule",
    importing("src/adapters/zoom/client.ts", `import { x } from "#features/meetings/rules.ts";`),
    `write "import type"`,
    importing("src/adapters/zoom/client.ts", `import type { X } from "#features/meetings/rules.ts";`),
  ),
  sample(
    "laws(composition-root)",
    "a worker of an adapter",
    body(sessions, `export const planSessions = new URL("../../adapters/excel/worker.ts", import.meta.url);`),
    "Declare the port type",
    body("src/adapters/excel/client.ts", `export const client = new URL("./worker.ts", import.meta.url);`),
  ),
  sample(
    "laws(composition-root)",
    "a feature reaches up",
    importing(sessions, `import { openApp } from "#app";`),
    "src/app.ts hands things down",
    importing("src/features/sessions/router.ts", `import { x } from "#http/errors.ts";`),
  ),

  sample(
    "laws(simulators)",
    "the program knows a simulator",
    importing("src/app.ts", `import { x } from "#simulators/zoom/simulator.ts";`),
    "set the service's address in src/config.ts",
    importing("src/cli/demo.ts", `import { x } from "#simulators/zoom/simulator.ts";`),
  ),
  sample(
    "laws(simulators)",
    "an adapter knows a simulator",
    importing("src/adapters/zoom/client.ts", `import { x } from "#simulators/zoom/simulator.ts";`),
    "src/cli/demo*, src/simulate* and tests",
    importing("src/adapters/zoom/client.test.ts", `import { x } from "#simulators/zoom/simulator.ts";`),
  ),

  sample(
    "laws(lib)",
    "lib knows a feature",
    importing("src/lib/zones.ts", `import type { School } from "#features/school/rules.ts";`),
    "Move zones.ts to the feature that it is about",
    importing("src/lib/zones.ts", `import type { Instant } from "./clock.ts";`),
  ),
  sample(
    "laws(lib)",
    "lib knows the settings",
    importing("src/lib/zones.ts", `import { x } from "#config";`),
    "pass the value in as an argument",
    importing("src/lib/zones.ts", `import { pino } from "pino";`),
  ),

  sample(
    "laws(web)",
    "the web imports the server",
    importing("web/pages/sessions/week.ts", `import { x } from "../../../src/features/sessions/store.ts";`),
    "contract.ts",
    importing("web/pages/sessions/week.ts", `import { x } from "../../../src/features/sessions/contract.ts";`),
  ),
  sample(
    "laws(no-barrel)",
    "everything is exported again",
    body("src/database/schema.ts", `export * from "./open.ts";`),
    "directly where it is used",
    body("src/database/schema.ts", `export { x } from "./open.ts";`),
  ),
  sample(
    "laws(many-values)",
    "each value of a list is a parameter",
    body(
      store,
      `import { inArray } from "drizzle-orm";\nexport const some = (column: never, ids: readonly string[]) => inArray(column, [...ids]);`,
    ),
    "one parameter, however many there are",
    body(
      store,
      `import { isOneOf } from "#database/many.ts";\nexport const some = (column: never, ids: readonly string[]) => isOneOf(column, ids);`,
    ),
  ),
];
