import { readFileSync, writeSync } from "node:fs";

import { parse } from "./parse.ts";

// Runs alone in its process, which may read nothing but its own program, write nothing, start nothing and reach
// nobody: the bytes come on standard input, the answer leaves on standard output.
const kind = process.argv[2];
if (kind !== "zip" && kind !== "compound" && kind !== "xml" && kind !== "text") throw new Error(`no kind: ${kind}`);
for (const piece of parse(readFileSync(0), kind)) {
  for (let at = 0; at < piece.length;) at += writeSync(1, piece, at);
}
