import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { frenchDate } from "#lib/french.ts";

import type { PeriodName } from "./period-rules.ts";
import type { Movement, Table } from "./ports.ts";
import type { RankingLine } from "./rules.ts";
import { newInRanking, periodInWords, rankingHeadings } from "./texts.ts";

/** A ranking as a table to write. */
export function rankingTable(
  told: {
    readonly title: string;
    readonly period: PeriodName;
    readonly from: Instant | undefined;
    readonly to: Instant;
  },
  lines: readonly RankingLine[],
  { language, zone }: { readonly language: Language; readonly zone: string },
): Table {
  const { title, period, from, to } = told;
  const span =
    from === undefined
      ? say(`jusqu'au ${dayIn("fr", to, zone)}`, `until ${dayIn("en", to, zone)}`)[language]
      : periodInWords({ language, period: period === "day" ? "day" : "week", title, from, cutOff: to, zone });
  return {
    title: rankingHeadings[period][language],
    subtitle: `${title} · ${span}`,
    columns: [
      { head: say("Rang", "Rank")[language], width: 8, isNumber: true },
      { head: say("Élève", "Student")[language], width: 40 },
      { head: "Points", width: 12, isNumber: true },
      { head: say("Évolution", "Moved")[language], width: 14 },
    ],
    rows: lines.map((line) => [line.rank, line.name, line.points, moved(line.movement, language)]),
  };
}

function moved(movement: Movement | undefined, language: Language): string {
  if (movement === undefined) return "";
  if (movement === "new") return newInRanking[language];
  return movement > 0 ? `+${movement}` : String(movement);
}

function dayIn(language: Language, at: Instant, zone: string): string {
  const options = { timeZone: zone, day: "numeric", month: "long", year: "numeric" } as const;
  return language === "fr" ? frenchDate(at.toLocaleString("fr-FR", options)) : at.toLocaleString("en-GB", options);
}

/** One student in one session, as a sheet of attendance lists it. */
export interface AttendanceLine {
  readonly startsAt: Instant;
  readonly courseTitle: string;
  readonly coach: string;
  readonly student: string;
  readonly minutes: number;
  readonly share: number;
  readonly present: boolean;
  readonly late: boolean;
  readonly leftEarly: boolean;
  readonly correctionReason: string | null;
}

const yes = say("oui", "yes");
const no = say("non", "no");

/** Attendance as a table to write: one line a session and student; `coach` names whose sheet it is. */
export function attendanceTable(
  lines: readonly AttendanceLine[],
  {
    language,
    zone,
    coach,
    span,
  }: { readonly language: Language; readonly zone: string; readonly coach: string | undefined; readonly span: string },
): Table {
  const word = (sentence: Bilingual) => sentence[language];
  const title =
    coach === undefined ? word(say("Présences", "Attendance")) : `${word(say("Présences", "Attendance"))} – ${coach}`;
  return {
    title,
    subtitle: span,
    columns: [
      { head: word(say("Date", "Date")), width: 11 },
      { head: word(say("Heure", "Time")), width: 7 },
      { head: word(say("Cours", "Course")), width: 24 },
      { head: word(say("Professeur", "Coach")), width: 18 },
      { head: word(say("Élève", "Student")), width: 24 },
      { head: word(say("Présent", "Present")), width: 9 },
      { head: "Minutes", width: 9, isNumber: true },
      { head: "%", width: 6, isNumber: true },
      { head: word(say("Retard", "Late")), width: 8 },
      { head: word(say("Parti tôt", "Left early")), width: 10 },
      { head: word(say("Correction", "Correction")), width: 18 },
    ],
    rows: lines.map((line) => {
      const local = line.startsAt.toZonedDateTimeISO(zone);
      return [
        local.toPlainDate().toString(),
        local.toPlainTime().toString({ smallestUnit: "minute" }),
        line.courseTitle,
        line.coach,
        line.student,
        word(line.present ? yes : no),
        line.minutes,
        Math.round(line.share * 100),
        line.late ? word(yes) : "",
        line.leftEarly ? word(yes) : "",
        line.correctionReason ?? "",
      ];
    }),
  };
}
