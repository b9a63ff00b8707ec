import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { recognise, verdictOn } from "./rules.ts";

const startsAt = Temporal.Instant.from("2026-01-12T19:00:00Z");
const session = { startsAt, endsAt: startsAt.add({ minutes: 60 }) };
const stay = (from: number, to: number) => ({
  joinedAt: startsAt.add({ minutes: from }),
  leftAt: startsAt.add({ minutes: to }),
});

describe("verdictOn", () => {
  it("counts overlapping stays once, and only inside the session", () => {
    expect(verdictOn([stay(-10, 20), stay(10, 30), stay(50, 90)], session)).toEqual({
      minutes: 40,
      share: 40 / 60,
      present: true,
    });
  });

  it("is present from one half on", () => {
    expect(verdictOn([stay(0, 30)], session).present).toBe(true);
    expect(verdictOn([stay(0, 29)], session).present).toBe(false);
  });

  it("never counts more than the session, whatever the stays and their order", () => {
    const stays = fc.array(fc.tuple(fc.integer({ min: -90, max: 150 }), fc.integer({ min: 0, max: 120 })));
    fc.assert(
      fc.property(stays, (spans) => {
        const all = spans.map(([from, length]) => stay(from, from + length));
        const verdict = verdictOn(all, session);
        expect(verdict.share).toBeGreaterThanOrEqual(0);
        expect(verdict.share).toBeLessThanOrEqual(1);
        expect(verdictOn(all.toReversed(), session)).toEqual(verdict);
      }),
    );
  });
});

describe("recognise", () => {
  const student = (studentId: string, displayName: string, zoomNames: string[] = [], emails: string[] = []) => ({
    studentId,
    displayName,
    zoomNames,
    emails,
  });

  it("takes the e-mail before the name", () => {
    const students = [student("1", "Ama Bah"), student("2", "Someone", [], ["ama@x.example"])];
    expect(recognise({ name: "Ama Bah", email: "AMA@x.example" }, students)).toBe("2");
  });

  it("ignores case, accents and punctuation", () => {
    expect(recognise({ name: "ELOISE  n'goran" }, [student("1", "Éloïse N’Goran")])).toBe("1");
  });

  it("knows a confirmed alias", () => {
    expect(recognise({ name: "iPhone de Ama" }, [student("1", "Ama Bah", ["iPhone de Ama"])])).toBe("1");
  });

  it("never guesses between two students of one name, nor at a nameless guest", () => {
    const twins = [student("1", "Ama Bah"), student("2", "ama bah")];
    expect(recognise({ name: "Ama Bah" }, twins)).toBeUndefined();
    expect(recognise({ name: "🌸" }, [student("1", "🙂")])).toBeUndefined();
  });
});
