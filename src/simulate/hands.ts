import { changeWeek } from "#app/change-week.ts";
import { changeHoliday } from "#features/school/change-holiday.ts";
import { addExtraSession } from "#features/sessions/add-extra-session.ts";
import { decideSessions, type SessionDecision } from "#features/sessions/decide-sessions.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import type { Result } from "#lib/failure.ts";

import { titleOf, type SimulatedCourse } from "./lines.ts";
import type { SchoolYear } from "./school-year.ts";

/** What people decided about a week once it was planned, for the report. */
export type Deed =
  | "nothing"
  | "substitute"
  | "cancelled"
  | "coach out"
  | "holiday"
  | "moved"
  | "moved late"
  | "extra class";

const hand = "cli";
/** Minutes after midnight at which moved and extra classes begin: no line of the workbook has a class then. */
const spareMinutes = 16 * 60 + 10;
/** ISO: Wednesday; on its noon something is moved of which the morning's reminder has told already. */
const lateDay = 3;

/**
 * What a school's people do by hand at the beginning of a week: one deed at most. The same random numbers give the same
 * one. What it means for the hours of classes goes into the year's own record.
 */
export async function handsOn(year: SchoolYear, sunday: Temporal.PlainDate): Promise<Deed> {
  const { courses, random } = year;
  const course = courses[Math.floor(random() * courses.length)];
  const other = courses[Math.floor(random() * courses.length)];
  const roll = random();
  const day = 1 + Math.floor(random() * 6);
  if (course === undefined || other === undefined || roll >= 0.8) return "nothing";
  const { chatId } = course;
  const week = { from: sunday.add({ days: 1 }).toString(), until: sunday.add({ days: 6 }).toString() };
  const day1 = sunday.add({ days: weekdayOf(course) }).toString();
  const date = { from: day1, until: day1 };
  if (roll < 0.15) {
    const isDone = await decide(year, course, { kind: "substitute", coach: other.coach }, date);
    return isDone ? "substitute" : "nothing";
  }
  if (roll < 0.25) {
    if (!(await decide(year, course, { kind: "cancelled" }, date))) return "nothing";
    year.byHand.push({ at: year.now, chatId, off: date });
    return "cancelled";
  }
  if (roll < 0.35) {
    if (!(await decide(year, course, { kind: "cancelled" }, week))) return "nothing";
    year.byHand.push({ at: year.now, chatId, off: week });
    return "coach out";
  }
  if (roll < 0.45) {
    const wish = { kind: "add", ...date, name: "Journée pédagogique" } as const;
    await change(year, async (tx, now) => await changeHoliday({ db: tx, now, by: hand, wish }));
    year.byHand.push({ at: year.now, chatId: undefined, off: date });
    return "holiday";
  }
  const startsAt = spareHour(sunday.add({ days: day }));
  if (roll < 0.65) return (await move(year, course, date, startsAt)) ? "moved" : "nothing";
  const isDone = await change(
    year,
    async (tx, now) =>
      await addExtraSession({
        db: tx,
        now,
        by: hand,
        zone: year.app.config.school.timeZone,
        course: titleOf(course),
        startsAt,
        reason: "révision",
      }),
  );
  if (!isDone) return "nothing";
  year.byHand.push({ at: year.now, chatId, on: startsAt });
  return "extra class";
}

/** On some Wednesdays at noon somebody moves the class of that evening to the next day: its reminder has been read by then. */
export async function handsAtNoon(year: SchoolYear, wednesday: Temporal.PlainDate): Promise<Deed> {
  const { courses, random } = year;
  const roll = random();
  const tonight = courses.filter((one) => one.weekdays.includes(lateDay) && one.minutes > spareMinutes);
  const course = tonight[Math.floor(random() * tonight.length)];
  if (course === undefined || roll >= 0.5) return "nothing";
  const date = { from: wednesday.toString(), until: wednesday.toString() };
  const startsAt = spareHour(wednesday.add({ days: 1 }));
  return (await move(year, course, date, startsAt)) ? "moved late" : "nothing";
}

/** Moves the course's class of a day, unless somebody has decided about that day or that hour before. */
async function move(
  year: SchoolYear,
  course: SimulatedCourse,
  date: { readonly from: string; readonly until: string },
  startsAt: Instant,
): Promise<boolean> {
  const { chatId } = course;
  const isDecided = year.byHand.some(({ off, on, ...one }) => {
    const isOff = off !== undefined && off.from <= date.from && date.from <= off.until;
    const isTaken = on?.equals(startsAt) === true;
    return isTaken || (isOff && (one.chatId === undefined || one.chatId === chatId));
  });
  if (isDecided || !(await decide(year, course, { kind: "moved", startsAt }, date))) return false;
  year.byHand.push({ at: year.now, chatId, off: date, on: startsAt });
  return true;
}

async function decide(
  year: SchoolYear,
  course: SimulatedCourse,
  decision: SessionDecision,
  days: { readonly from: string; readonly until: string },
): Promise<boolean> {
  const meant = { course: titleOf(course), ...days };
  return await change(
    year,
    async (tx, now) => await decideSessions({ db: tx, now, by: hand, meant, decision, reason: "grippe" }),
  );
}

/** False when Carillon refused: nothing was changed then. */
async function change<T>(year: SchoolYear, work: (tx: Db, now: Instant) => Promise<Result<T>>): Promise<boolean> {
  return (await changeWeek(year.app, hand, work)).ok;
}

/** ISO weekday of the course's first class after the Sunday on which the week begins. */
function weekdayOf(course: SimulatedCourse): number {
  return course.weekdays.find((day) => day < 7) ?? 1;
}

function spareHour(day: Temporal.PlainDate): Instant {
  return day.toZonedDateTime("UTC").add({ minutes: spareMinutes }).toInstant();
}
