import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline/promises";

/**
 * `npm run db:generate -- add_substitutes`: writes the next numbered migration from the tables of the features.
 *
 * A migration has a name that says what it does, since it stays for ever.
 */
const name = process.argv[2] ?? (await askName());
if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name)) {
  console.error(`Give the migration a name in words, such as: npm run db:generate -- add_substitutes`);
  process.exit(1);
}

// The file itself: drizzle-kit exports no address for its command.
const drizzleKit = fileURLToPath(new URL("../node_modules/drizzle-kit/bin.cjs", import.meta.url));
const child = spawn(process.execPath, [drizzleKit, "generate", "--name", name], { stdio: "inherit" });
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});

/** Asks in a terminal; elsewhere nobody would answer. */
async function askName(): Promise<string> {
  if (!process.stdin.isTTY) return "";
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("What does this migration do (snake_case, e.g. add_substitutes)? ");
  terminal.close();
  return answer.trim();
}
