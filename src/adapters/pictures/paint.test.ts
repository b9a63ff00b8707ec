import { readFileSync, writeFileSync } from "node:fs";

import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";

import { paint } from "./paint.ts";
import { sampleCards } from "./sample-cards.ts";

/** To approve what is drawn now, after having looked at it: CARILLON_APPROVE=1 npm test -- paint */
const approves = process.env["CARILLON_APPROVE"] === "1";

/** Part of the pixels that may differ: less than one changed digit makes, more than rounding does. */
const tolerance = 0.000_05;

function approvedPath(name: string): URL {
  return new URL(`./approved/${name}.png`, import.meta.url);
}

/** Part of the pixels that differ, 0 to 1; 1 when the sizes do. */
function difference(one: Uint8Array, other: Uint8Array): number {
  const a = PNG.sync.read(Buffer.from(one));
  const b = PNG.sync.read(Buffer.from(other));
  if (a.width !== b.width || a.height !== b.height) return 1;
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.1 }) / (a.width * a.height);
}

describe("pictures", () => {
  it.each(Object.entries(sampleCards))("%s is as approved, and small", async (name, card) => {
    const drawn = await paint(card);
    if (approves) writeFileSync(approvedPath(name), drawn);
    expect(difference(drawn, readFileSync(approvedPath(name)))).toBeLessThanOrEqual(tolerance);
    expect(drawn.length).toBeLessThanOrEqual(150 * 1024);
  });

  it("a changed digit is a difference that the comparison sees", async () => {
    const card = sampleCards["of-the-day"];
    if (card?.kind !== "ranking") throw new Error("no sample");
    const lines = card.lines.map((line) => ({ ...line, points: line.points.replace("120", "121") }));
    const changed = await paint({ ...card, lines });
    expect(difference(changed, readFileSync(approvedPath("of-the-day")))).toBeGreaterThan(tolerance);
  });

  it("does not depend on what was drawn before", async () => {
    const card = sampleCards["from-the-right"];
    if (card === undefined) throw new Error("no sample");
    const first = await paint(card);
    for (const other of ["of-the-day", "badges"]) {
      const drawn = sampleCards[other];
      if (drawn !== undefined) await paint(drawn);
    }
    expect(Buffer.compare(Buffer.from(await paint(card)), Buffer.from(first))).toBe(0);
  });
});
