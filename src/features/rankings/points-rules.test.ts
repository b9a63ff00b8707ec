import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { defaultRuleBook, rulesFor, rulesOn, stretchesOf, wrongIn, type RuleBook } from "./points-rules.ts";

const giving = (perMessage: number, levels: RuleBook["levels"] = {}): RuleBook => ({
  base: { ...defaultRuleBook.base, perMessage },
  levels,
});
const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-02-${String(number).padStart(2, "0")}`);

describe("points rules", () => {
  it("a newer version takes an older one's place from its own first day on, even in the past", () => {
    const versions = [
      { version: 1, since: "2026-02-10", book: giving(2) },
      { version: 2, since: "2026-02-05", book: giving(3) },
    ];
    expect(stretchesOf(versions, []).map((one) => [one.from, one.version, one.perMessage])).toEqual([
      ["0001-01-01", 0, 1],
      ["2026-02-05", 2, 3],
      ["2026-02-10", 2, 3],
    ]);
  });

  it("every day has exactly one stretch for each level, with the rules in force that day", () => {
    const history = fc.array(fc.tuple(day, fc.integer({ min: 0, max: 50 })), { maxLength: 6 });
    fc.assert(
      fc.property(history, day, (changes, today) => {
        const versions = changes.map(([since, perMessage], index) => ({
          version: index + 1,
          since,
          book: giving(perMessage, { B1: { perAttendance: perMessage } }),
        }));
        const stretches = stretchesOf(versions, ["B1"]).filter((one) => one.from <= today && today < one.until);
        expect(stretches.map((one) => one.level).toSorted()).toEqual(["", "B1"]);
        const book = rulesOn(today, versions);
        for (const stretch of stretches) expect(stretch).toMatchObject(rulesFor(book, stretch.level));
      }),
    );
  });

  it("says what cannot be used, and where", () => {
    expect(wrongIn(defaultRuleBook)).toEqual([]);
    const wrong = wrongIn({
      base: { ...defaultRuleBook.base, perMessage: 0.5 },
      levels: { B1: { messagesPerDay: -1 } },
    });
    expect(wrong.map((one) => one.en)).toEqual([
      "perMessage is 0.5; it must be a whole number from 0 to 1000.",
      "messagesPerDay (B1) is -1; it must be a whole number from 0 to 1000.",
    ]);
  });
});
