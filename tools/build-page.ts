import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { buildPage } from "../web/build.ts";

/**
 * Builds the operator's page into build/page, unless what is there was made from the same sources; with `--outspoken`
 * also the page that warns in the console, for the tests, into build/outspoken-page.
 *
 * `npm start`, `npm run demo` and `npm test` run it first, so that nobody has to think of it.
 */
const root = join(import.meta.dirname, "..");

const sources = globSync(
  [
    "web/**/*",
    "src/http/{contract,route}.ts",
    "src/features/*/{contract,rules}.ts",
    "python/carillon/*.pyi",
    "package-lock.json",
  ],
  { cwd: root, withFileTypes: true },
).filter((entry) => entry.isFile());
const hash = createHash("sha256");
for (const path of sources.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
  hash.update(path.slice(root.length)).update(readFileSync(path));
}
const made = hash.digest("hex");
await buildInto("page", false);
if (process.argv.includes("--outspoken")) await buildInto("outspoken-page", true);

async function buildInto(folder: string, isOutspoken: boolean): Promise<void> {
  const target = join(root, "build", folder);
  const stamp = join(target, "made-from.txt");
  const isFresh = existsSync(stamp) && readFileSync(stamp, "utf8") === made;
  if (isFresh && !process.argv.includes("--force")) return;
  await buildPage({ root, target, isOutspoken });
  writeFileSync(stamp, made);
}
