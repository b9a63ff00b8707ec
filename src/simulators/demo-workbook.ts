import { writeFile } from "node:fs/promises";

import { writeXlsx } from "hucre/xlsx";

import { seededRandom } from "./zoom/random.ts";

/** A course of the demo school: two lines a week. */
interface DemoCourse {
  readonly coach: string;
  readonly level: string;
  /** `MW`, `TT`, `FS`, `SS`: Monday and Wednesday, Tuesday and Thursday … */
  readonly days: "MW" | "TT" | "FS" | "SS";
  /** Minutes after midnight, GMT. */
  readonly minutes: number;
}

const daysOf = {
  MW: ["Monday", "Wednesday"],
  TT: ["Tuesday", "Thursday"],
  FS: ["Friday", "Saturday"],
  SS: ["Saturday", "Sunday"],
} as const;

const courses: readonly DemoCourse[] = [
  { coach: "Awa Sissoko", level: "BBG", days: "MW", minutes: 19 * 60 + 30 },
  { coach: "Awa Sissoko", level: "ABG", days: "MW", minutes: 21 * 60 },
  { coach: "Benoît Charrier", level: "ABG", days: "MW", minutes: 18 * 60 },
  { coach: "Benoît Charrier", level: "IG", days: "MW", minutes: 20 * 60 + 30 },
  { coach: "Clémence N'Dour", level: "BBG", days: "TT", minutes: 19 * 60 },
  { coach: "Clémence N'Dour", level: "ABG", days: "TT", minutes: 21 * 60 + 30 },
  { coach: "Drissa Keïta", level: "BBG", days: "TT", minutes: 18 * 60 + 30 },
  { coach: "Elsa Vandamme", level: "BBG", days: "FS", minutes: 19 * 60 },
  { coach: "Elsa Vandamme", level: "ABG", days: "FS", minutes: 20 * 60 + 30 },
  { coach: "Farid Ozanne", level: "ABG", days: "SS", minutes: 9 * 60 },
  { coach: "Farid Ozanne", level: "IAG", days: "SS", minutes: 9 * 60 },
  { coach: "Drissa Keïta", level: "IG", days: "SS", minutes: 11 * 60 },
  { coach: "Awa Sissoko", level: "BBG", days: "SS", minutes: 14 * 60 },
];

/** Separators as hands write them. */
const separators = [" - ", "\t- ", "  - ", "- ", " -"] as const;

type Cell = string | number | null;

/**
 * Writes the demo school's workbook, as messy as the real ones: the first two header cells were overwritten by
 * a class, titles have tabs and doubled spaces, times are fractions in GMT+1 beside two spellings of text, and
 * some lines contradict themselves. The same seed writes the same cells.
 */
export async function writeDemoWorkbook(path: string, { seed }: { readonly seed: number }): Promise<void> {
  const rows = linesOf(seed);
  const times = new Map(
    rows.map(
      (_, index) => [`${index + 1},4`, { value: rows[index]?.[4] ?? null, style: { numFmt: "hh:mm" } }] as const,
    ),
  );
  const bytes = await writeXlsx({
    sheets: [
      {
        name: "Dynamic Schedule",
        rows: [
          [
            "Topic ",
            "Duration (Min)",
            "Coach",
            "Schedule for",
            "Start Date & Time",
            "Zoom Link",
            "ZOOM ID",
            "TIME (GMT) ",
            "TIME (France)",
          ],
        ],
      },
      {
        name: "Fix Schedule",
        rows: [
          [
            "Awa Sissoko - BBG - SS - 2:00pm",
            "Awa Sissoko",
            "EMAIL",
            "DAY",
            "TIME FORMATED (GMT+1)",
            "TIME (GMT) ",
            "TIME (France)",
            "ASSISTANT",
            "TELEGRAM GROUP ID",
          ],
          ...rows,
        ],
        cells: times,
      },
      { name: "Message Schedule", rows: [["Telegram Chat Id", "Telegram Message", "Sending Date"]] },
    ],
  });
  await writeFile(path, bytes);
}

function linesOf(seed: number): Cell[][] {
  const random = seededRandom(seed);
  const lines: { readonly weekday: number; readonly cells: Cell[] }[] = [];
  for (const [index, course] of courses.entries()) {
    const separator = separators[Math.floor(random() * separators.length)] ?? " - ";
    const chat = -(1_002_000_000_000 + index * 7_919_131 + 111);
    for (const day of daysOf[course.days]) {
      lines.push({ weekday: weekdays.indexOf(day), cells: lineOf(course, day, separator, chat, index) });
    }
  }
  const sorted = lines.toSorted((a, b) => a.weekday - b.weekday).map((line) => line.cells);
  return withSlips(sorted);
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function lineOf(course: DemoCourse, day: string, separator: string, chat: number, index: number): Cell[] {
  const title =
    [course.coach, course.level, course.days].join(" - ").replace(" - ", separator) + ` - ${halfDay(course.minutes)}`;
  return [
    title,
    course.coach,
    `${course.coach
      .normalize("NFKD")
      .replace(/[^A-Za-z ]/g, "")
      .toLowerCase()
      .replaceAll(" ", ".")}@demo.example`,
    day,
    (course.minutes + 60) / 1_440,
    `${spelled(course.minutes, "h ")} GMT`,
    index === 10 ? `${spelled(course.minutes + 60, ":")} France` : `${spelled(course.minutes + 60, "h ")} France`,
    index % 2 === 0 ? "Irène Solé" : "Mathis Roy",
    chat,
  ];
}

/** The slips that every real workbook holds. */
function withSlips(lines: readonly Cell[][]): Cell[][] {
  const find = (level: string, coach: string, day: string) =>
    lines.find((cells) => cells[1] === coach && cells[3] === day && String(cells[0]).includes(level));
  const stray = find("BBG", "Clémence N'Dour", "Thursday");
  if (stray !== undefined) stray[6] = "s";
  const contradiction = find("BBG", "Awa Sissoko", "Sunday");
  if (contradiction !== undefined) contradiction[0] = "Awa Sissoko - BBG - SS - 12:00am";
  const substitute = find("BBG", "Drissa Keïta", "Thursday");
  if (substitute !== undefined) substitute[1] = "Gwenaëlle Petit";
  for (const day of ["Saturday", "Sunday"]) {
    const french = find("IAG", "Farid Ozanne", day);
    if (french !== undefined) french[0] = "Farid Ozanne - IAG - SS - 10:00am";
  }
  return lines.map((cells) => [...cells]);
}

function halfDay(minutes: number): string {
  const hour = Math.floor(minutes / 60);
  return `${((hour + 11) % 12) + 1}:${String(minutes % 60).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
}

function spelled(minutes: number, between: string): string {
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}${between}${String(minutes % 60).padStart(2, "0")}`;
}
