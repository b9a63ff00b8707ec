import { defineConfig } from "drizzle-kit";

/** For `npm run db:generate` only: the program itself reads no configuration here. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/features/*/tables.ts",
  out: "./src/database/migrations",
  migrations: { prefix: "index" },
  strict: true,
  verbose: true,
});
