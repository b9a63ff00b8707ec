import { writeFile } from "node:fs/promises";

import { writeXlsx } from "hucre/xlsx";

import type { Random } from "#simulators/zoom/random.ts";

/** One course of the simulated school: a coach, a group, and two lines a week at the same hour. */
export interface SimulatedCourse {
  readonly coach: string;
  readonly level: string;
  /** ISO: 1 Monday … 7 Sunday. */
  readonly weekdays: readonly [number, number];
  /** Minutes after midnight in GMT. */
  readonly minutes: number;
  readonly chatId: string;
}

const firsts = ["Awa", "Benoît", "Clémence", "Drissa", "Elsa", "Farid", "Gwenaëlle", "Hawa", "Issa", "Joséphine"];
const lasts = ["Sissoko", "Charrier", "N'Dour", "Keïta", "Vandamme", "Ozanne", "Petit", "Traoré", "Zongo", "Kaboré"];
const levels = ["BBG", "ABG", "IG", "IAG"];
const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const pairs: readonly (readonly [number, number])[] = [
  [1, 3],
  [2, 4],
  [5, 6],
  [6, 7],
];
/** Half hours at which classes begin: far enough apart that one coach never teaches two at once. */
const hours = [9 * 60, 11 * 60, 14 * 60, 18 * 60, 19 * 60 + 30, 21 * 60];

/** A new course that no other course's coach or group collides with. The same random numbers give the same course. */
export function newCourse(courses: readonly SimulatedCourse[], number: number, random: Random): SimulatedCourse {
  for (let tries = 0; ; tries += 1) {
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const coach = `${pick(firsts)} ${pick(lasts)}`;
    const course: SimulatedCourse = {
      coach,
      level: pick(levels),
      weekdays: pick(pairs) as readonly [number, number],
      minutes: pick(hours),
      chatId: String(-(1_002_000_000_000 + number * 7_919_131 + 111)),
    };
    if (tries > 200 || !courses.some((other) => collides(other, course))) return course;
  }
}

function collides(a: SimulatedCourse, b: SimulatedCourse): boolean {
  if (a.coach !== b.coach || a.minutes !== b.minutes) return false;
  return a.weekdays.some((day) => b.weekdays.includes(day));
}

/** What the school's hand did to its timetable in one week, for the report. */
export type Edit = "nothing" | "moved" | "new course" | "ended course" | "new coach" | "other days";

/** One edit of the kind that schools make every week; the same random numbers make the same one. */
export function editLines(
  courses: readonly SimulatedCourse[],
  number: number,
  random: Random,
): { readonly courses: readonly SimulatedCourse[]; readonly edit: Edit } {
  const at = Math.floor(random() * courses.length);
  const chosen = courses[at];
  const roll = random();
  if (chosen === undefined || roll < 0.15) return { courses, edit: "nothing" };
  const change = (changes: Partial<SimulatedCourse>, edit: Edit) => {
    const changed = { ...chosen, ...changes };
    const others = courses.filter((_, index) => index !== at);
    if (others.some((other) => collides(other, changed))) return { courses, edit: "nothing" as const };
    return { courses: courses.with(at, changed), edit };
  };
  if (roll < 0.4) return change({ minutes: hours[Math.floor(random() * hours.length)] ?? chosen.minutes }, "moved");
  if (roll < 0.55) return { courses: [...courses, newCourse(courses, number, random)], edit: "new course" };
  if (roll < 0.7 && courses.length > 3)
    return { courses: courses.filter((_, index) => index !== at), edit: "ended course" };
  if (roll < 0.85) {
    const coach = `${firsts[Math.floor(random() * firsts.length)]} ${lasts[Math.floor(random() * lasts.length)]}`;
    return change({ coach }, "new coach");
  }
  const weekdays = pairs[Math.floor(random() * pairs.length)] as readonly [number, number];
  return change({ weekdays }, "other days");
}

/** The Zoom account of a coach. */
export function mailOf(coach: string): string {
  const plain = coach.normalize("NFKD").replace(/[^A-Za-z ]/g, "");
  return `${plain.toLowerCase().replaceAll(" ", ".")}@demo.example`;
}

/** Everybody who may ever teach: each has a Zoom account. */
export function everyCoach(): readonly string[] {
  return firsts.flatMap((first) => lasts.map((last) => `${first} ${last}`));
}

/** What a course is called in the workbook: its coach, its level, and the end of its group's id, by which it is known. */
export function titleOf({ coach, level, chatId }: SimulatedCourse): string {
  return `${coach} - ${level} - ${chatId.slice(-4)}`;
}

/** Writes the school's workbook at `path`. */
export async function writeLines(path: string, courses: readonly SimulatedCourse[]): Promise<void> {
  const rows = courses.flatMap((course) =>
    course.weekdays.map((weekday) => [
      titleOf(course),
      course.coach,
      mailOf(course.coach),
      dayNames[weekday - 1] ?? "",
      `${String(Math.floor(course.minutes / 60)).padStart(2, "0")}:${String(course.minutes % 60).padStart(2, "0")}`,
      course.chatId,
    ]),
  );
  const heads = ["COURSE", "COACH", "EMAIL", "DAY", "TIME (GMT)", "TELEGRAM GROUP ID"];
  await writeFile(path, await writeXlsx({ sheets: [{ name: "Fix Schedule", rows: [heads, ...rows] }] }));
}
