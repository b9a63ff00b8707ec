import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { defaultPoints, messagesWithPoints, rank, rankingExpiresAt } from "./rules.ts";

const score = (studentId: string, points: number) => ({ studentId, name: `Name ${studentId}`, points });

describe("rank", () => {
  it("lets equal points share a rank and skips the next: 1, 1, 3", () => {
    const ranks = rank([score("c", 5), score("a", 9), score("b", 9)]).map((line) => `${line.rank} ${line.studentId}`);
    expect(ranks).toEqual(["1 a", "1 b", "3 c"]);
  });

  it("leaves out students without points", () => {
    expect(rank([score("a", 0), score("b", -3), score("c", 1)])).toHaveLength(1);
  });

  it("does not depend on the order, and more points never rank lower", () => {
    const scores = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.integer({ min: -5, max: 30 })), {
      selector: ([id]) => id,
    });
    fc.assert(
      fc.property(scores, (pairs) => {
        const all = pairs.map(([id, points]) => score(id, points));
        const lines = rank(all);
        expect(rank(all.toReversed())).toEqual(lines);
        const expected = lines.map((line) => 1 + lines.filter((other) => other.points > line.points).length);
        expect(lines.map((line) => line.rank)).toEqual(expected);
      }),
    );
  });
});

describe("messagesWithPoints", () => {
  it("stops at the day's cap for each student and group, by the school's day", () => {
    const at = (minutes: number) => Temporal.Instant.from("2026-01-12T22:50:00Z").add({ minutes });
    const messages = Array.from({ length: 15 }, (_, index) => ({
      id: index,
      studentId: "s",
      groupId: "g",
      at: at(index),
    }));
    // In Paris midnight falls after the tenth minute: ten of the first day, five of the next.
    expect(messagesWithPoints(messages, defaultPoints, "Europe/Paris")).toHaveLength(15);
    expect(messagesWithPoints(messages, defaultPoints, "UTC")).toHaveLength(10);
  });
});

it("sends a ranking until midnight of its day in the school's zone", () => {
  const cutOff = Temporal.Instant.from("2026-10-24T18:00:00Z");
  expect(rankingExpiresAt(cutOff, "Europe/Paris").toString()).toBe("2026-10-24T22:00:00Z");
});
