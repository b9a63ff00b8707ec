import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { endOfHorizon, occurrences } from "./rules.ts";

const instant = (text: string) => Temporal.Instant.from(text);
const monday = { weekday: 1, time: "20:30", durationMinutes: 60 };

describe("occurrences", () => {
  it("keeps the local hour in the zone of the entry on both sides of a clock change", () => {
    // Europe left summer time on Sunday 25 October 2026.
    const found = occurrences(
      { ...monday, timeZone: "Europe/Paris" },
      instant("2026-10-18T00:00:00Z"),
      instant("2026-11-01T00:00:00Z"),
    );
    expect(found.map((one) => one.startsAt.toString())).toEqual(["2026-10-19T18:30:00Z", "2026-10-26T19:30:00Z"]);
  });

  it("moves a time that the clock change skips, and takes the first of a time that comes twice", () => {
    const skipped = occurrences(
      { weekday: 7, time: "02:30", timeZone: "Europe/Paris", durationMinutes: 60 },
      instant("2026-03-28T00:00:00Z"),
      instant("2026-03-30T00:00:00Z"),
    );
    expect(skipped.map((one) => one.startsAt.toString())).toEqual(["2026-03-29T01:30:00Z"]);
    const twice = occurrences(
      { weekday: 7, time: "02:30", timeZone: "Europe/Paris", durationMinutes: 60 },
      instant("2026-10-24T00:00:00Z"),
      instant("2026-10-26T00:00:00Z"),
    );
    expect(twice.map((one) => one.startsAt.toString())).toEqual(["2026-10-25T00:30:00Z"]);
  });

  it("keeps to the first and last day of the class, both included", () => {
    const [from, until] = [instant("2026-01-01T00:00:00Z"), instant("2026-02-28T00:00:00Z")];
    const dated = { ...monday, timeZone: "UTC", startsOn: "2026-01-12", endsOn: "2026-01-26" };
    expect(occurrences(dated, from, until).map((one) => one.date)).toEqual(["2026-01-12", "2026-01-19", "2026-01-26"]);
    expect(occurrences({ ...dated, startsOn: null, endsOn: null }, from, until)).toHaveLength(8);
  });

  it("includes the start of the window and excludes its end", () => {
    const at = instant("2026-01-12T20:30:00Z");
    const utc = { ...monday, timeZone: "UTC" };
    expect(occurrences(utc, at, at.add({ hours: 1 }))).toHaveLength(1);
    expect(occurrences(utc, at.subtract({ hours: 1 }), at)).toHaveLength(0);
  });

  it("finds each entry exactly once in any seven days that begin away from a clock change", () => {
    const zones = ["UTC", "Africa/Abidjan", "+01:00", "Asia/Kolkata", "America/Bogota"];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 365 * 24 * 60 }),
        (weekday, minute, timeZone, offset) => {
          const from = instant("2026-01-01T00:00:00Z").add({ minutes: offset });
          const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
          const found = occurrences({ weekday, time, timeZone, durationMinutes: 45 }, from, endOfHorizon(from));
          expect(found).toHaveLength(1);
          const local = found[0]?.startsAt.toZonedDateTimeISO(timeZone);
          expect(local?.dayOfWeek).toBe(weekday);
          expect(local?.toPlainTime().toString({ smallestUnit: "minute" })).toBe(time);
        },
      ),
    );
  });
});
