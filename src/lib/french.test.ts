import { describe, expect, it } from "vitest";

import { frenchDate, frenchSpaces } from "./french.ts";

describe("a date in French", () => {
  it("has its first of the month, and no other day, as an ordinal", () => {
    expect(["mercredi 1 avril", "1 mai 2026", "mar. 21 avr., 08:00", "11 mars"].map(frenchDate)).toEqual([
      "mercredi 1er avril",
      "1er mai 2026",
      "mar. 21 avr., 08:00",
      "11 mars",
    ]);
  });
});

describe("a sentence in French", () => {
  it("keeps its marks with their words at the end of a line", () => {
    expect(frenchSpaces("Voyez « Réglages » : 20 % ; et puis ? à 20:00 !")).toBe(
      "Voyez «\u{a0}Réglages\u{a0}»\u{a0}: 20\u{a0}%\u{a0}; et puis\u{a0}? à 20:00\u{a0}!",
    );
  });
});
