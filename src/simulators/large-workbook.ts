import { writeFile } from "node:fs/promises";

import { writeXlsx } from "hucre/xlsx";

import { seededRandom } from "./zoom/random.ts";

const header = [
  "TITLE",
  "COACH",
  "EMAIL",
  "DAY",
  "TIME FORMATED (GMT+1)",
  "TIME (GMT)",
  "TIME (France)",
  "ASSISTANT",
  "TELEGRAM GROUP ID",
];
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const initials = ["M", "T", "W", "T", "F", "S", "S"];

/** Writes a workbook of the school's shape with `lines` lines of as many groups, for figures at scale. */
export async function writeLargeWorkbook(path: string, lines: number): Promise<void> {
  const random = seededRandom(1);
  const rows = Array.from({ length: lines }, (_, index) => {
    const coach = coachOf(index);
    // A coach's twenty lines are three a day, two hours apart: no two at once.
    const place = index % 20;
    const day = Math.floor(place / 3);
    const minutes = 9 * 60 + (place % 3) * 120 + Math.floor(random() * 4) * 15;
    const title = `${coach} - BBG - ${initials[day]}${initials[day]} - ${halfDay(minutes)}`;
    return [
      title,
      coach,
      mailOf(coach),
      days[day] ?? "",
      (minutes + 60) / 1_440,
      `${clock(minutes, "h ")} GMT`,
      `${clock(minutes + 60, "h ")} France`,
      index % 2 === 0 ? "Irène Solé" : "Mathis Roy",
      Number(largeChatId(index)),
    ];
  });
  const cells = new Map(
    rows.map((row, index) => [`${index + 1},4`, { value: row[4] ?? null, style: { numFmt: "hh:mm" } }] as const),
  );
  await writeFile(path, await writeXlsx({ sheets: [{ name: "Fix Schedule", rows: [header, ...rows], cells }] }));
}

/** The chat of a line's group. */
export function largeChatId(line: number): string {
  return String(-(1_002_000_000_000 + line));
}

/** The one student of each group; a name is looked for in its own group only. */
export const largeStudent = "Amina Diallo";

/** The e-mails of the coaches of so many lines, each of whom holds twenty. */
export function coachMails(lines: number): readonly string[] {
  return Array.from({ length: Math.ceil(lines / linesPerCoach) }, (_, index) => mailOf(coachOf(index * linesPerCoach)));
}

const linesPerCoach = 20;

function coachOf(line: number): string {
  return `Coach ${letters(Math.floor(line / linesPerCoach))}`;
}

function mailOf(coach: string): string {
  return `${coach.toLowerCase().replace(" ", ".")}@school.example`;
}

/** 0 → `A`, 26 → `BA`: a name of letters only. */
function letters(number: number): string {
  const letter = String.fromCodePoint(97 + (number % 26));
  const rest = number < 26 ? letter : letters(Math.floor(number / 26)) + letter;
  return rest.charAt(0).toUpperCase() + rest.slice(1).toLowerCase();
}

function clock(minutes: number, between: string): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}${between}${String(minutes % 60).padStart(2, "0")}`;
}

function halfDay(minutes: number): string {
  const hour = Math.floor(minutes / 60);
  return `${((hour + 11) % 12) + 1}:${String(minutes % 60).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
}
