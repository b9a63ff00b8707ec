import { readFileSync, writeSync } from "node:fs";

import type { ParsedKind } from "./parse.ts";

/** The kind of file that this child was started for; throws on a word that is none. */
export function kindGiven(): ParsedKind {
  const kind = process.argv[2];
  if (kind !== "zip" && kind !== "compound" && kind !== "xml" && kind !== "text") throw new Error(`no kind: ${kind}`);
  return kind;
}

/** What stands on standard input, whole. */
export function bytesGiven(): Buffer {
  return readFileSync(0);
}

/** Answers on standard output, however little of it the pipe takes at once. */
export function answer(pieces: readonly Buffer[]): void {
  for (const piece of pieces) for (let at = 0; at < piece.length;) at += writeSync(1, piece, at);
}
