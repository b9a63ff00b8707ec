import { changeWeek } from "#app/change-week.ts";
import { changeHoliday } from "#features/school/change-holiday.ts";
import { decideSessions, type SessionDecision } from "#features/sessions/decide-sessions.ts";

import { titleOf } from "./lines.ts";
import type { SchoolYear } from "./school-year.ts";

/** What people decided about a week once it was planned, for the report. */
export type Deed = "nothing" | "substitute" | "cancelled" | "coach out" | "holiday";

const hand = "cli";

/** What a school's people do by hand in a week: one deed at most. The same random numbers give the same one. */
export async function handsOn(year: SchoolYear, sunday: Temporal.PlainDate): Promise<Deed> {
  const { courses, random } = year;
  const course = courses[Math.floor(random() * courses.length)];
  const other = courses[Math.floor(random() * courses.length)];
  const roll = random();
  if (course === undefined || other === undefined || roll >= 0.6) return "nothing";
  const week = { from: sunday.add({ days: 1 }).toString(), until: sunday.add({ days: 6 }).toString() };
  const decide = async (decision: SessionDecision, days: { readonly from: string; readonly until: string }) => {
    const meant = { course: titleOf(course), ...days };
    await changeWeek(
      year.app,
      hand,
      async (tx, now) => await decideSessions({ db: tx, now, by: hand, meant, decision, reason: "grippe" }),
    );
  };
  // ISO: 7 is the Sunday on which the week begins, and past.
  const weekday = course.weekdays.find((day) => day < 7) ?? 1;
  const date = sunday.add({ days: weekday }).toString();
  if (roll < 0.2) {
    await decide({ kind: "substitute", coach: other.coach }, { from: date, until: date });
    return "substitute";
  }
  if (roll < 0.35) {
    await decide({ kind: "cancelled" }, { from: date, until: date });
    return "cancelled";
  }
  if (roll < 0.5) {
    await decide({ kind: "cancelled" }, week);
    return "coach out";
  }
  const wish = { kind: "add", from: date, until: date, name: "Journée pédagogique" } as const;
  await changeWeek(year.app, hand, async (tx, now) => await changeHoliday({ db: tx, now, by: hand, wish }));
  return "holiday";
}
