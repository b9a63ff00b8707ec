import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { corrected, verdictOn } from "./rules.ts";

const startsAt = Temporal.Instant.from("2026-01-12T19:00:00Z");
const rules = { presentShare: 0.5, lateMinutes: 10, leftEarlyMinutes: 10 };
const session = { startsAt, endsAt: startsAt.add({ minutes: 60 }) };
const stay = (from: number, to: number) => ({
  joinedAt: startsAt.add({ minutes: from }),
  leftAt: startsAt.add({ minutes: to }),
});

describe("verdictOn", () => {
  it("counts overlapping stays once, and only inside the session", () => {
    expect(verdictOn([stay(-10, 20), stay(10, 30), stay(50, 90)], session, rules)).toEqual({
      minutes: 40,
      share: 40 / 60,
      present: true,
      lateBy: 0,
      late: false,
      leftEarlyBy: 0,
      leftEarly: false,
    });
  });

  it("is present from the school's share on", () => {
    expect(verdictOn([stay(0, 30)], session, rules).present).toBe(true);
    expect(verdictOn([stay(0, 29)], session, rules).present).toBe(false);
    expect(verdictOn([stay(0, 29)], session, { ...rules, presentShare: 0.25 }).present).toBe(true);
  });

  it("is late and gone early only past the school's tolerance", () => {
    expect(verdictOn([stay(10, 50)], session, rules)).toMatchObject({
      lateBy: 10,
      late: false,
      leftEarlyBy: 10,
      leftEarly: false,
    });
    expect(verdictOn([stay(11, 20), stay(25, 49)], session, rules)).toMatchObject({
      lateBy: 11,
      late: true,
      leftEarlyBy: 11,
      leftEarly: true,
    });
    expect(verdictOn([], session, rules)).toMatchObject({ present: false, late: false, leftEarly: false });
    expect(verdictOn([stay(-20, -5), stay(61, 80)], session, rules)).toMatchObject({ minutes: 0, late: false });
  });

  it("counts elapsed time over a clock change and past midnight", () => {
    // In Paris clocks went from 2:00 to 3:00 in this night: 23:30 to 4:00 there are 3 hours and a half.
    const from = Temporal.ZonedDateTime.from("2026-03-28T23:30[Europe/Paris]").toInstant();
    const to = Temporal.ZonedDateTime.from("2026-03-29T04:00[Europe/Paris]").toInstant();
    const night = { startsAt: from, endsAt: to };
    expect(verdictOn([{ joinedAt: from, leftAt: to }], night, rules)).toMatchObject({ minutes: 210, share: 1 });
    const left = Temporal.ZonedDateTime.from("2026-03-29T03:30[Europe/Paris]").toInstant();
    expect(verdictOn([{ joinedAt: from, leftAt: left }], night, rules)).toMatchObject({
      minutes: 180,
      leftEarlyBy: 30,
    });
  });

  it("never counts more than the session, whatever the stays and their order", () => {
    const stays = fc.array(fc.tuple(fc.integer({ min: -90, max: 150 }), fc.integer({ min: 0, max: 120 })));
    fc.assert(
      fc.property(stays, (spans) => {
        const all = spans.map(([from, length]) => stay(from, from + length));
        const verdict = verdictOn(all, session, rules);
        expect(verdict.share).toBeGreaterThanOrEqual(0);
        expect(verdict.share).toBeLessThanOrEqual(1);
        expect(verdict.minutes + verdict.lateBy + verdict.leftEarlyBy).toBeLessThanOrEqual(60);
        expect(verdictOn(all.toReversed(), session, rules)).toEqual(verdict);
        // Cutting a stay in two, or saying it twice, says the same.
        const cut = all.flatMap(({ joinedAt, leftAt }) => {
          const middle = joinedAt.add({ seconds: Math.floor(joinedAt.until(leftAt).total("seconds") / 2) });
          return [
            { joinedAt, leftAt: middle },
            { joinedAt: middle, leftAt },
            { joinedAt, leftAt },
          ];
        });
        expect(verdictOn(cut, session, rules)).toEqual(verdict);
      }),
    );
  });

  it("has nothing to say of a session without length", () => {
    expect(verdictOn([stay(-5, 5)], { startsAt, endsAt: startsAt }, rules)).toMatchObject({ present: false, share: 0 });
  });
});

describe("corrected", () => {
  it("lets a person's word stand above the stays, and keeps the measure unless minutes are given", () => {
    const away = verdictOn([stay(0, 12)], session, rules);
    expect(corrected(away, undefined, session)).toBe(away);
    expect(corrected(away, { present: true, minutes: null }, session)).toMatchObject({ present: true, minutes: 12 });
    expect(corrected(away, { present: true, minutes: 45 }, session)).toMatchObject({ minutes: 45, share: 0.75 });
    expect(corrected(away, { present: false, minutes: 90 }, session)).toMatchObject({ share: 1, present: false });
  });
});
