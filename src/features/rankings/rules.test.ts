import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { periodsEndingAt, periodStart } from "./period-rules.ts";
import { inReadingOrder, movementOf, nearTo, rankingExpiresAt, shownName } from "./rules.ts";

describe("names", () => {
  it("lose what could turn a line around or break it, and stay readable", () => {
    expect(shownName("\u202eAma\u0007  Bah\n")).toBe("Ama Bah");
    expect(shownName("محمد عبد الرحمن")).toBe("محمد عبد الرحمن");
    expect(shownName("\u200f")).toBe("?");
    expect(shownName("👩‍👩‍👧 Zoé")).toBe("👩‍👩‍👧 Zoé");
  });

  it("are never longer than a line takes, nor empty", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (name) => {
        const shown = shownName(name);
        expect(shown.length).toBeGreaterThan(0);
        expect([...new Intl.Segmenter("und").segment(shown)].length).toBeLessThanOrEqual(60);
        expect(shownName(shown)).toBe(shown);
      }),
    );
  });
});

describe("lines", () => {
  const line = (studentId: string, rank: number, name = studentId) => ({ studentId, rank, name });

  it("are read by rank, equals by name, whatever their order was", () => {
    const lines = [line("a", 1, "Zoé"), line("b", 1, "Émile"), line("c", 3)];
    expect(inReadingOrder(lines.toReversed()).map((one) => one.name)).toEqual(["Émile", "Zoé", "c"]);
  });

  it("near a student are two above and two below", () => {
    const lines = ["a", "b", "c", "d", "e", "f"].map((id, index) => line(id, index + 1));
    expect(nearTo(lines, "d").map((one) => one.studentId)).toEqual(["b", "c", "d", "e", "f"]);
    expect(nearTo(lines, "a").map((one) => one.studentId)).toEqual(["a", "b", "c"]);
    expect(nearTo(lines, "z")).toEqual([]);
  });

  it("move against the ranking before, and not in the first one", () => {
    expect([movementOf(1, 3, true), movementOf(4, 4, true), movementOf(5, 2, true)]).toEqual([2, 0, -3]);
    expect([movementOf(1, null, true), movementOf(1, null, false)]).toEqual(["new", undefined]);
  });
});

describe("periods", () => {
  const days = { weekly: 7, monthly: true };

  it("end each day, on the weekly day and on the last day of the month, in the school's zone", () => {
    const at = (text: string) => periodsEndingAt(Temporal.Instant.from(text), "Europe/Paris", days);
    expect(at("2026-02-25T19:00:00Z")).toEqual(["day"]);
    expect(at("2026-02-28T19:00:00Z")).toEqual(["day", "month"]);
    expect(at("2026-03-01T19:00:00Z")).toEqual(["day", "week"]);
    expect(at("2026-03-31T22:30:00Z")).toEqual(["day"]);
    expect(
      periodsEndingAt(Temporal.Instant.from("2026-05-31T18:00:00Z"), "UTC", { weekly: undefined, monthly: false }),
    ).toEqual(["day"]);
  });

  it("begin at the same hour of the clock, over a clock change too", () => {
    const to = Temporal.Instant.from("2026-03-31T18:00:00Z");
    expect(periodStart("week", to, "Europe/Paris")?.toString()).toBe("2026-03-24T19:00:00Z");
    expect(periodStart("month", to, "Europe/Paris")?.toString()).toBe("2026-02-28T19:00:00Z");
    expect(periodStart("all", to, "Europe/Paris")).toBeUndefined();
  });

  it("are sent until midnight of their day in the school's zone", () => {
    const cutOff = Temporal.Instant.from("2026-10-24T18:00:00Z");
    expect(rankingExpiresAt(cutOff, "Europe/Paris").toString()).toBe("2026-10-24T22:00:00Z");
  });
});
