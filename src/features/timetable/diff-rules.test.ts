import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ChatId, TimeZone } from "#lib/ids.ts";

import { diffTimetable } from "./diff-rules.ts";
import type { TimetableLine } from "./shape-rules.ts";

const line = (over: Partial<TimetableLine> = {}): TimetableLine => ({
  cell: "S!A2",
  courseKey: "-100|amina - bbg",
  course: "Amina - BBG",
  coach: "Amina",
  coachEmail: "amina@x.example",
  weekday: 1,
  time: "19:30",
  timeZone: "UTC" as TimeZone,
  durationMinutes: 60,
  group: { kind: "chat", chatId: "-100" as ChatId },
  assistant: "Colombe",
  ...over,
});
const week = [
  line(),
  line({ weekday: 3, cell: "S!A3" }),
  line({
    courseKey: "-200|basile",
    course: "Basile",
    coach: "Basile",
    group: { kind: "chat", chatId: "-200" as ChatId },
    cell: "S!A4",
  }),
];
const shape = (current: readonly TimetableLine[], next: readonly TimetableLine[]) => {
  const diff = diffTimetable(current, next);
  return [diff.added.length, diff.changed.length, diff.removed.length, diff.unchanged.length];
};

describe("diffTimetable", () => {
  it.each<[string, Partial<TimetableLine>]>([
    ["title", { course: "Amina - ABG", courseKey: "-100|amina - abg" }],
    ["coach", { coach: "Kadija" }],
    ["e-mail", { coachEmail: "new@x.example" }],
    ["day", { weekday: 2 }],
    ["time", { time: "20:00" }],
    ["end", { durationMinutes: 90 }],
    ["assistant", { assistant: "Hugo" }],
    ["group", { group: { kind: "chat", chatId: "-300" as ChatId }, courseKey: "-300|amina - bbg" }],
  ])("makes one change of one changed %s", (_name, change) => {
    const next = week.map((one, index) => (index === 0 ? { ...one, ...change } : one));
    expect(shape(week, next)).toEqual([0, 1, 0, 2]);
  });

  it("sees a line that came and a line that went", () => {
    expect(shape(week.slice(1), week)).toEqual([1, 0, 0, 2]);
    expect(shape(week, week.slice(1))).toEqual([0, 0, 1, 2]);
  });

  it("does not take a line that only moved in the sheet for a change", () => {
    expect(
      shape(
        week,
        week.toReversed().map((one, index) => ({ ...one, cell: `S!A${index + 9}` })),
      ),
    ).toEqual([0, 0, 0, 3]);
  });

  it("gives the same for any order, and nothing when applied twice", () => {
    const some = fc.array(
      fc
        .record({
          weekday: fc.integer({ min: 1, max: 3 }),
          time: fc.constantFrom("18:00", "19:00"),
          courseKey: fc.constantFrom("-100|a", "-200|b"),
          coach: fc.constantFrom("A", "B"),
        })
        .map((over) => line(over)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(some, some, (current, next) => {
        expect(shape(current.toReversed(), next.toReversed())).toEqual(shape(current, next));
        expect(shape(next, next)).toEqual([0, 0, 0, next.length]);
      }),
    );
  });
});
