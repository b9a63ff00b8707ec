import { describe, expect, it } from "vitest";

import { say } from "#lib/bilingual.ts";
import { timeZone, type TimeZone } from "#lib/ids.ts";

import { causeFor, checkCron, hadItsHourToday, nextRuns, noFigures, outcomeOf, slotAt } from "./rules.ts";
import { scheduleInWords } from "./schedule-rules.ts";

const instant = (text: string) => Temporal.Instant.from(text);
const zone = (name: string) => timeZone(name) as TimeZone;

describe("slots", () => {
  it("finds the occurrence at or before now", () => {
    const abidjan = zone("Africa/Abidjan");
    expect(slotAt("0 8 * * *", abidjan, instant("2026-01-12T08:00:00Z")).toString()).toBe("2026-01-12T08:00:00Z");
    expect(slotAt("0 8 * * *", abidjan, instant("2026-01-12T07:59:59Z")).toString()).toBe("2026-01-11T08:00:00Z");
    expect(slotAt("0 0 * * 0", abidjan, instant("2026-01-14T12:00:00Z")).toString()).toBe("2026-01-11T00:00:00Z");
  });

  it("keeps 8:00 local through a clock change", () => {
    const runs = nextRuns("0 8 * * *", zone("Europe/Paris"), instant("2026-10-23T12:00:00Z"), 3);
    expect(runs.map(String)).toEqual(["2026-10-24T06:00:00Z", "2026-10-25T07:00:00Z", "2026-10-26T07:00:00Z"]);
  });

  it("knows whether the day's run is over, by the school's day; what is off or only follows has none", () => {
    const had = (cron: string | null, at: string, enabled = true) =>
      hadItsHourToday({ enabled, cron }, zone("Europe/Paris"), instant(at));
    expect(had("0 8 * * *", "2026-03-29T05:59:00Z")).toBe(false);
    expect(had("0 8 * * *", "2026-03-29T06:00:00Z")).toBe(true);
    expect(had("0 8 * * *", "2026-03-29T22:30:00Z")).toBe(false);
    expect(had("0 10 * * *", "2026-03-29T06:00:00Z")).toBe(false);
    expect(had("0 8 * * *", "2026-03-29T12:00:00Z", false)).toBe(false);
    expect(had(null, "2026-03-29T12:00:00Z")).toBe(false);
  });

  it("tells a punctual run from one that makes up for a missed one", () => {
    const slot = instant("2026-01-12T08:00:00Z");
    expect(causeFor(slot, slot.add({ seconds: 30 }))).toBe("schedule");
    expect(causeFor(slot, slot.add({ hours: 2 }))).toBe("catch-up");
  });
});

describe("schedules", () => {
  it("are said in words in both languages", () => {
    expect(scheduleInWords("0 8 * * *", undefined)).toEqual({
      fr: "À 08:00, tous les jours",
      en: "At 08:00, every day",
    });
    expect(scheduleInWords("0 0 * * 0", undefined).fr).toMatch(/dimanche/);
    expect(scheduleInWords(undefined, say("update_courses", "update_courses")).en).toBe("after update_courses");
  });

  it("are refused when they are none", () => {
    expect(checkCron("0 8 * * *", zone("UTC"))).toBeUndefined();
    expect(checkCron("every day", zone("UTC"))).toMatch(/five fields/);
    expect(checkCron("0 99 * * *", zone("UTC"))).toBeDefined();
  });
});

describe("outcomeOf", () => {
  const failure = { code: "x", what: { fr: "", en: "" }, remedy: { fr: "", en: "" } };
  it("goes from the worst to the best", () => {
    expect(outcomeOf({ figures: { ...noFigures, failed: 1 }, failure })).toBe("failed");
    expect(outcomeOf({ figures: noFigures, skipped: { fr: "", en: "" } })).toBe("skipped");
    expect(outcomeOf({ figures: { ...noFigures, created: 3, failed: 1 } })).toBe("partial");
    expect(outcomeOf({ figures: { ...noFigures, created: 3 } })).toBe("succeeded");
  });
});
