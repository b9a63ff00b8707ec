import type { ImportTouches } from "#app/rehearse-import.ts";
import { questionOf } from "#features/timetable/doubt-rules.ts";
import { dayNames } from "#features/timetable/day-rules.ts";
import type { ComparedField } from "#features/timetable/diff-rules.ts";
import type { ImportPreview } from "#features/timetable/preview-import.ts";
import type { Problem, TimetableLine } from "#features/timetable/rules.ts";
import { count, say, type Bilingual } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { CommandContext } from "./command.ts";
import { touchesDocument, touchLines } from "./show-touches.ts";
import { printable, table, type Tone } from "./terminal.ts";

type Preview = ImportPreview<TimetableLine>;

/** The preview for programs; its shape is a promise to them. */
export function previewDocument(
  { language }: CommandContext,
  { reading, diff, guarded }: Preview,
  touches: ImportTouches | undefined,
): object {
  return {
    sheet: reading.sheet,
    entries: reading.entries.map((entry) => ({
      course: entry.course,
      coach: entry.coach,
      weekday: dayNames.en[entry.weekday - 1],
      time: entry.time,
      timeZone: entry.timeZone,
      durationMinutes: entry.durationMinutes,
      chatId: entry.group.kind === "chat" ? entry.group.chatId : null,
    })),
    questions: questionsIn(reading.sheets).map((question) => question[language]),
    problems: reading.problems.map((problem) => ({
      cell: problem.cell,
      severity: problem.severity,
      code: problem.code,
      message: problem.message[language],
      ...(problem.value === undefined ? {} : { value: problem.value }),
      why: problem.why[language],
      suggestion: problem.suggestion[language],
    })),
    changes: {
      added: diff.added.length,
      changed: diff.changed.length,
      removed: diff.removed.length,
      unchanged: diff.unchanged.length,
    },
    difference: {
      added: diff.added.map(lineDocument),
      changed: diff.changed.map(({ before, after, fields }) => ({
        cell: after.cell,
        course: before.course,
        fields: Object.fromEntries(
          fields.map((field) => [field, { before: before[field] ?? null, after: after[field] ?? null }]),
        ),
      })),
      removed: diff.removed.map(lineDocument),
    },
    needsAgreement: guarded,
    ...(touches === undefined ? {} : { touches: touchesDocument(touches, language) }),
  };
}

function lineDocument({ cell, course, coach, weekday, time, timeZone }: TimetableLine): object {
  return { cell, course, coach, weekday: dayNames.en[weekday - 1], time, timeZone };
}

/** The preview for a person: what would change, then what is wrong, then one line that sums it up. */
export function printPreview(
  context: CommandContext,
  file: string,
  preview: Preview,
  { touches, zone }: { readonly touches: ImportTouches | undefined; readonly zone: TimeZone },
): void {
  const { terminal, text } = context;
  for (const line of changeLines(context, preview)) terminal.print(line);
  for (const line of touches === undefined ? [] : touchLines(context, touches, zone)) terminal.print(line);
  for (const line of problemLines(context, preview.reading.problems)) terminal.print(line);
  for (const question of questionsIn(preview.reading.sheets)) {
    terminal.print(`${terminal.tone("warning", "?")} ${printable(text(question))}`);
  }
  terminal.print(summaryOf(context, file, preview));
  if (preview.guarded) terminal.print(terminal.tone("warning", text(agreementNeeded)));
}

/** What an import would ask before it reads these columns; `carillon mapping` takes the answer. */
function questionsIn(sheets: Preview["reading"]["sheets"]): readonly Bilingual[] {
  const questions = sheets.flatMap((sheet) => sheet.doubts.map(questionOf));
  return [...new Map(questions.map((question) => [question.en, question])).values()];
}

const agreementNeeded = say(
  "Plus d'un tiers des lignes serait enlevé : l'import demandera --agree.",
  "More than a third of the lines would be removed: the import will ask for --agree.",
);

function changeLines(context: CommandContext, { diff }: Preview): readonly string[] {
  const { terminal, text } = context;
  const rows = [
    ...diff.added.map((line) => [terminal.tone("good", "+"), ...cellsOf(context, line)]),
    ...diff.changed.map(({ before, after, fields }) => {
      const [old, fresh] = [cellsOf(context, before), cellsOf(context, after)];
      const cells = fresh.map((cell, index) => (cell === old[index] ? cell : `${old[index]} → ${cell}`));
      return [terminal.tone("warning", "~"), ...cells, otherFields(context, before, after, fields)];
    }),
    ...diff.removed.map((line) => [terminal.tone("bad", "-"), ...cellsOf(context, line)]),
  ];
  if (rows.length === 0) return [];
  const heads = ["", say("Cours", "Course"), say("Coach", "Coach"), say("Jour", "Day"), say("Heure", "Time")];
  const more = [say("Fuseau", "Zone"), say("Min", "Min"), say("Groupe", "Group"), ""];
  const words = [...heads, ...more].map((head) => (typeof head === "string" ? head : text(head)));
  const [head = "", ...lines] = table(words, rows);
  return [terminal.tone("strong", head), ...lines, ""];
}

/** Fields that the table has no column for, as `level: A1 → A2`. */
function otherFields(
  { text }: CommandContext,
  before: TimetableLine,
  after: TimetableLine,
  fields: readonly ComparedField[],
): string {
  const told = fields.flatMap((field) => {
    const name = fieldNames[field];
    return name === undefined ? [] : [`${text(name)} : ${shown(before[field])} → ${shown(after[field])}`];
  });
  return printable(told.join(" ; "));
}

const shown = (value: TimetableLine[ComparedField]) => (value === undefined ? "–" : String(value));

const fieldNames: Readonly<Partial<Record<ComparedField, Bilingual>>> = {
  level: say("niveau", "level"),
  coachEmail: say("courriel", "e-mail"),
  assistant: say("assistant", "assistant"),
  topic: say("sujet du groupe", "topic"),
  language: say("langue", "language"),
  meetingLink: say("lien", "link"),
  startsOn: say("premier jour", "first day"),
  endsOn: say("dernier jour", "last day"),
};

function cellsOf({ language }: CommandContext, line: TimetableLine): readonly string[] {
  return [
    printable(line.course),
    printable(line.coach),
    dayNames[language][line.weekday - 1] ?? "",
    line.time,
    line.timeZone,
    String(line.durationMinutes),
    printable(line.group.kind === "chat" ? line.group.chatId : line.group.link),
  ];
}

const severities: readonly (readonly [Problem["severity"], Tone, Bilingual])[] = [
  ["error", "bad", say("Erreurs : ces lignes sont laissées de côté", "Errors: these lines are left out")],
  ["warning", "warning", say("À vérifier", "To be checked")],
  ["notice", "quiet", say("Bon à savoir", "Good to know")],
];

function problemLines({ terminal, text }: CommandContext, problems: readonly Problem[]): readonly string[] {
  return severities.flatMap(([severity, tone, title]) => {
    const found = problems.filter((problem) => problem.severity === severity);
    if (found.length === 0) return [];
    const lines = found.flatMap(({ cell, message, why, suggestion }) => [
      `  ${printable(cell)}  ${printable(text(message))}`,
      `    ${printable(text(why))}`,
      `    → ${printable(text(suggestion))}`,
    ]);
    return [terminal.tone(tone, `${text(title)} (${found.length})`), ...lines, ""];
  });
}

function summaryOf({ text }: CommandContext, file: string, { reading, diff }: Preview): string {
  const read = count(reading.entries.length, "ligne lue", "lignes lues", "line read", "lines read");
  const changes = say(
    `${diff.added.length} ajoutées, ${diff.changed.length} changées, ${diff.removed.length} retirées, ${diff.unchanged.length} inchangées`,
    `${diff.added.length} added, ${diff.changed.length} changed, ${diff.removed.length} removed, ${diff.unchanged.length} unchanged`,
  );
  const problems = count(reading.problems.length, "problème", "problèmes", "problem", "problems");
  const nothing = say("Rien n'a été modifié (--dry-run).", "Nothing was changed (--dry-run).");
  const where = `${printable(file)} · ${printable(reading.sheet)}`;
  return `${where} · ${text(read)} · ${text(changes)} · ${text(problems)}. ${text(nothing)}`;
}
