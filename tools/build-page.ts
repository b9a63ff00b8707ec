import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { buildPage } from "../web/build.ts";

/**
 * Builds the operator's page into build/page, unless what is there was made from the same sources.
 *
 * `npm start`, `npm run demo` and `npm test` run it first, so that nobody has to think of it.
 */
const root = join(import.meta.dirname, "..");
const target = join(root, "build", "page");
const stamp = join(target, "made-from.txt");

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
const isFresh = existsSync(stamp) && readFileSync(stamp, "utf8") === made;
if (!isFresh || process.argv.includes("--force")) {
  await buildPage({ root, target });
  writeFileSync(stamp, made);
}
