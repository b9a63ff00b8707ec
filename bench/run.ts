import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

/**
 * `npm run bench`: every figure, one file after the other, each in a process of its own.
 *
 * With words (`npm run bench -- telegram`), the files whose names hold one of them. Each also runs alone:
 * `node bench/<file>`.
 */
const frame = ["figure.ts", "run.ts"];
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !frame.includes(file))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .toSorted();
for (const file of files) {
  console.log(`\n# ${file}`);
  const flags = process.argv.slice(2).filter((word) => word.startsWith("--"));
  const { status } = spawnSync(process.execPath, [`${import.meta.dirname}/${file}`, ...flags], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
