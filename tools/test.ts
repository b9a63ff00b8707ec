import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { installChromium } from "./chromium.ts";
import { installDebianPostgres } from "./postgresql.ts";

/**
 * `npm test`: every test, or those whose path holds one of the words given (`npm test -- zoom`).
 *
 * What the tests need is made sure of first, so that a missing part is told as such and not as a hundred failures.
 */
const needed = 26;
const running = Number(process.versions.node.split(".")[0]);
if (running < needed) {
  console.error(`The tests need Node ${needed} and this is ${process.versions.node}. Run them with "npm test", which`);
  console.error(`uses the Node of node_modules; if that is the one that answered, run "npm ci" again.`);
  process.exit(1);
}

installChromium();
installDebianPostgres();

// The file itself: vitest exports no address for its command.
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const child = spawn(process.execPath, [vitest, "run", ...process.argv.slice(2)], { stdio: "inherit" });
child.on("exit", (code, signal) => {
  if (signal !== null) console.error(`The tests were ended by ${signal}.`);
  process.exitCode = code ?? 1;
});
