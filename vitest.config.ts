import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts"],
    // One PostgreSQL for the whole run; each test that needs a database clones its template.
    globalSetup: ["test/global-setup.ts"],
    // Processes, not threads: tests kill children, change clocks and load native code.
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
