import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts"],
    // One PostgreSQL for the whole run; each test that needs a database clones its template.
    globalSetup: ["test/global-setup.ts"],
    // Processes, not threads: tests kill children, change clocks and load native code.
    pool: "forks",
    // Much of the time is waiting for processes, a browser, a server: two files at once, on two cores as well.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A limit against hanging, not a measure: a machine with other work on it must not fail a test.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    // Real processes, kills and a browser on a shared machine: in CI a failure is tried once more, and told as such.
    retry: process.env["CI"] === undefined ? 0 : 1,
  },
});
