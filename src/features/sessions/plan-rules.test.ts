import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { say } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import { clashesWith, wantedSessions, type DaysOff, type PlannedEntry, type PlannedException } from "./plan-rules.ts";

const instant = (text: string) => Temporal.Instant.from(text);
// A Sunday at 0:00 in Abidjan, where it is UTC all year.
const sunday = instant("2026-11-22T00:00:00Z");
const nextSunday = instant("2026-11-29T00:00:00Z");

const entry = (over: Partial<PlannedEntry> = {}): PlannedEntry => ({
  id: "e1",
  courseId: "c1",
  coachId: "awa",
  groupId: "g1",
  weekday: 1,
  time: "18:00",
  timeZone: "UTC",
  durationMinutes: 60,
  courseStartsOn: null,
  courseEndsOn: null,
  ...over,
});
const exception = (over: Partial<PlannedException>): PlannedException => ({
  id: `x-${over.kind}`,
  number: 1,
  kind: "cancelled",
  entryId: "e1",
  courseId: "c1",
  groupId: "g1",
  date: "2026-11-23",
  startsAt: null,
  durationMinutes: null,
  coachId: null,
  reason: null,
  ...over,
});
const holiday = (from: string, until = from): DaysOff => ({ from, until, name: say("Fête", "Feast") });

function plan(
  exceptions: readonly PlannedException[] = [],
  {
    entries = [entry()],
    daysOff = [],
    schoolZone = "Africa/Abidjan",
    from = sunday,
    until = nextSunday,
  }: {
    entries?: readonly PlannedEntry[];
    daysOff?: readonly DaysOff[];
    schoolZone?: string;
    from?: Temporal.Instant;
    until?: Temporal.Instant;
  } = {},
) {
  return wantedSessions({ entries, exceptions, daysOff, schoolZone: schoolZone as TimeZone, from, until });
}

function byId<One extends { readonly id: string }>(all: readonly One[]): ReadonlyMap<string, One> {
  return new Map(all.map((one) => [one.id, one]));
}

describe("wantedSessions", () => {
  it("plans what the timetable says", () => {
    expect(plan()).toMatchObject([
      { entryId: "e1", date: "2026-11-23", status: "scheduled", coachId: "awa", usualCoachId: null, movedFrom: null },
    ]);
  });

  it("cancels on a holiday with its name, unless a person kept or moved the session", () => {
    const daysOff = [holiday("2026-11-20", "2026-11-24")];
    expect(plan([], { daysOff })).toMatchObject([{ status: "cancelled", reason: { en: "Feast" } }]);
    expect(plan([exception({ kind: "kept" })], { daysOff })).toMatchObject([{ status: "scheduled", reason: null }]);
    const moved = exception({ kind: "moved", startsAt: instant("2026-11-24T10:00:00Z") });
    expect(plan([moved], { daysOff })).toMatchObject([{ status: "moved" }]);
  });

  it("takes the holiday's day in the school's zone, not in the entry's", () => {
    // Monday 23:30 in New York is Tuesday 04:30 in Abidjan.
    const entries = [entry({ timeZone: "America/New_York", time: "23:30" })];
    expect(plan([], { entries, daysOff: [holiday("2026-11-23")] })).toMatchObject([{ status: "scheduled" }]);
    expect(plan([], { entries, daysOff: [holiday("2026-11-24")] })).toMatchObject([{ status: "cancelled" }]);
  });

  it("moves a session, keeps the old start and its length", () => {
    const startsAt = instant("2026-11-25T09:30:00Z");
    expect(plan([exception({ kind: "moved", startsAt, reason: "grève" })])).toMatchObject([
      {
        status: "moved",
        date: "2026-11-23",
        startsAt,
        endsAt: instant("2026-11-25T10:30:00Z"),
        movedFrom: instant("2026-11-23T18:00:00Z"),
        reason: { fr: "grève", en: "grève" },
      },
    ]);
    expect(plan([exception({ kind: "moved", startsAt, durationMinutes: 90 })])[0]?.endsAt.toString()).toBe(
      "2026-11-25T11:00:00Z",
    );
  });

  it("counts a moved session by its old start and by its new one", () => {
    const out = exception({ kind: "moved", startsAt: instant("2026-12-05T10:00:00Z") });
    expect(plan([out])).toMatchObject([{ status: "moved", date: "2026-11-23" }]);
    const into = exception({ kind: "moved", date: "2026-12-07", startsAt: instant("2026-11-26T10:00:00Z") });
    expect(plan([into]).map((one) => one.date)).toEqual(["2026-11-23", "2026-12-07"]);
    // Its old start is past, its new one to come.
    const late = exception({ kind: "moved", startsAt: instant("2026-11-24T10:00:00Z") });
    const from = instant("2026-11-24T00:00:00Z");
    expect(plan([late], { from })).toMatchObject([{ status: "moved", date: "2026-11-23" }]);
    // Begun already: no longer to be planned.
    expect(plan([late], { from: instant("2026-11-24T10:00:00Z") })).toEqual([]);
  });

  it("lets a substitute teach, also where the session was moved, and lets a cancellation win over both", () => {
    const substitute = exception({ kind: "substitute", coachId: "ben", reason: "malade" });
    const moved = exception({ kind: "moved", startsAt: instant("2026-11-25T10:00:00Z") });
    expect(plan([substitute])).toMatchObject([{ status: "scheduled", coachId: "ben", usualCoachId: "awa" }]);
    expect(plan([substitute, moved])).toMatchObject([{ status: "moved", coachId: "ben", usualCoachId: "awa" }]);
    const cancelled = exception({ kind: "cancelled", reason: "panne" });
    expect(plan([substitute, moved, cancelled])).toMatchObject([{ status: "cancelled", reason: { fr: "panne" } }]);
  });

  it("keeps to the first and last day of the course and of the line, whichever is narrower", () => {
    const span = { from: instant("2026-11-01T00:00:00Z"), until: instant("2026-12-31T00:00:00Z") };
    const dates = (over: Partial<PlannedEntry>) => plan([], { ...span, entries: [entry(over)] }).map((one) => one.date);
    expect(dates({ courseStartsOn: "2026-11-20", courseEndsOn: "2026-12-07" })).toEqual([
      "2026-11-23",
      "2026-11-30",
      "2026-12-07",
    ]);
    expect(dates({ courseStartsOn: "2026-11-20", startsOn: "2026-11-25", endsOn: "2026-12-06" })).toEqual([
      "2026-11-30",
    ]);
  });

  it("adds an extra session", () => {
    const startsAt = instant("2026-11-28T10:00:00Z");
    const extra = exception({
      kind: "extra",
      entryId: null,
      date: "2026-11-28",
      startsAt,
      durationMinutes: 45,
      coachId: "ben",
    });
    expect(plan([extra])).toMatchObject([
      { entryId: "e1" },
      { entryId: null, courseId: "c1", coachId: "ben", startsAt, endsAt: instant("2026-11-28T10:45:00Z") },
    ]);
  });

  it("gives each entry and day one session at most, to come and inside the window by one of its starts", () => {
    const anyStart = fc.integer({ min: -3 * 24, max: 20 * 24 }).map((hours) => sunday.add({ hours }));
    const anyException = fc
      .record({
        kind: fc.constantFrom("cancelled", "moved", "substitute", "kept"),
        entryId: fc.constantFrom("e1", "e2"),
        week: fc.integer({ min: -1, max: 2 }),
        startsAt: anyStart,
        number: fc.integer({ min: 1, max: 1_000 }),
      })
      .map(({ kind, entryId, week, startsAt, number }) => {
        const first = entryId === "e1" ? "2026-11-23" : "2026-11-25";
        const date = Temporal.PlainDate.from(first).add({ weeks: week }).toString();
        const moved = kind === "moved";
        return exception({
          kind,
          number,
          entryId,
          date,
          startsAt: moved ? startsAt : null,
          coachId: moved ? null : "ben",
        });
      });
    const entries = [entry(), entry({ id: "e2", weekday: 3, timeZone: "Europe/Paris" })];
    fc.assert(
      fc.property(
        fc.uniqueArray(anyException, { selector: (one) => [one.kind, one.entryId, one.date].join() }),
        (all) => {
          const found = plan(all, { entries });
          expect(new Set(found.map((one) => one.id)).size).toBe(found.length);
          for (const one of found) {
            const starts = [one.startsAt, one.movedFrom ?? one.startsAt];
            const inside = (at: Temporal.Instant) =>
              Temporal.Instant.compare(sunday, at) < 0 && Temporal.Instant.compare(at, nextSunday) < 0;
            expect(starts.some(inside)).toBe(true);
            expect(Temporal.Instant.compare(sunday, one.startsAt)).toBe(-1);
          }
          const places = found.map((one) => `${one.entryId} ${one.date}`);
          expect(new Set(places).size).toBe(places.length);
          // Any order of what people decided gives the same week.
          expect(byId(plan(all.toReversed(), { entries }))).toEqual(byId(found));
        },
      ),
    );
  });
});

describe("clashesWith", () => {
  it("finds the same coach or the same group at once, and nobody who is cancelled or only next to it", () => {
    const entries = [
      entry(),
      entry({ id: "coach", groupId: "g2", time: "18:30" }),
      entry({ id: "group", coachId: "ben", time: "17:30" }),
      entry({ id: "after", time: "19:00" }),
      entry({ id: "other", coachId: "cle", groupId: "g3" }),
      entry({ id: "off", groupId: "g4" }),
    ];
    const all = plan([exception({ entryId: "off" })], { entries });
    const session = all.find((one) => one.entryId === "e1");
    if (session === undefined) throw new Error("no session");
    expect(clashesWith(session, all).map(({ other, what }) => `${other.entryId} ${what}`)).toEqual([
      "coach coach",
      "group group",
    ]);
  });
});
