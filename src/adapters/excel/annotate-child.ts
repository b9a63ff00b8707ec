import { readFileSync, writeSync } from "node:fs";

import { annotate, type Annotations } from "./annotate.ts";

// As the child that parses: alone, without rights. On standard input come the length of the annotations, their
// JSON, then the workbook.
const kind = process.argv[2];
if (kind !== "zip" && kind !== "compound" && kind !== "xml" && kind !== "text") throw new Error(`no kind: ${kind}`);
const given = readFileSync(0);
const length = given.readUInt32LE(0);
const annotations = JSON.parse(given.toString("utf8", 4, 4 + length)) as Annotations;
const copy = await annotate(given.subarray(4 + length), kind, annotations);
for (let at = 0; at < copy.length;) at += writeSync(1, copy, at);
