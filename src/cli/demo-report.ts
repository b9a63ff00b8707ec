import { listSent, type MessageRow } from "#features/messages/store.ts";
import { listRuns } from "#features/scenarios/store.ts";
import { listSessionDetails } from "#features/sessions/store.ts";
import { findLastImport } from "#features/timetable/import-store.ts";
import { listLinesInForce } from "#features/timetable/store.ts";
import { count, say, type Bilingual } from "#lib/bilingual.ts";

import type { Demo } from "../simulate/demo-school.ts";
import type { CommandContext } from "./command.ts";
import { table } from "./terminal.ts";
import { dayInWords, figuresInWords, outcomeTones, outcomeWords } from "./wording.ts";

/** One day of the week in figures. */
interface DayFigures {
  readonly date: string;
  readonly sessions: number;
  readonly reminders: number;
  /** Local times of the first and the last reminder. */
  readonly remindersAt: string;
  readonly rankings: number;
  readonly rankingsAt: string;
  readonly runs: number;
}

/** The week in figures, as `demo --json` prints it. */
export interface DemoFigures {
  readonly courses: number;
  readonly entries: number;
  readonly sessions: number;
  readonly meetings: number;
  readonly reminders: number;
  readonly rankings: number;
  readonly runs: { readonly total: number; readonly succeeded: number; readonly other: number };
  readonly days: readonly DayFigures[];
  readonly problems: readonly {
    readonly cell: string;
    readonly severity: string;
    readonly code: string;
    readonly message: Bilingual;
  }[];
  /** What is not as it must be; empty when all is well. */
  readonly broken: readonly Bilingual[];
  readonly seconds: number;
}

/** Tells the runs that ended since the last look, one line each; gives the number of the newest. */
export async function tellMoment({
  demo,
  moment,
  after,
  context,
  talk,
}: {
  readonly demo: Demo;
  readonly moment: Temporal.ZonedDateTime;
  readonly after: number;
  readonly context: CommandContext;
  readonly talk: (line: string) => void;
}): Promise<number> {
  const runs = (await listRuns(demo.app.database.db, { limit: 50 })).filter((run) => run.number > after).toReversed();
  for (const run of runs) {
    const when = moment.toLocaleString(context.language, { weekday: "short", day: "2-digit", month: "short" });
    const at = run.startedAt.toZonedDateTimeISO(moment.timeZoneId).toPlainTime().toString({ smallestUnit: "minute" });
    const outcome = run.outcome ?? "skipped";
    talk(
      `${when} ${at}  ${run.scenario.padEnd(20)} ${context.terminal.tone(outcomeTones[outcome], context.text(outcomeWords[outcome]).padEnd(10))} ${figuresInWords(run.figures, context.language)}`,
    );
  }
  return runs.at(-1)?.number ?? after;
}

/** Counts the week, from the database and from what the simulators have received, and holds one against the other. */
export async function figuresOf(demo: Demo, seconds: number): Promise<DemoFigures> {
  const { db } = demo.app.database;
  const zone = demo.app.config.school.timeZone;
  const sessions = (await listSessionDetails(db, demo.start, demo.end)).filter((one) => one.status !== "cancelled");
  const lines = await listLinesInForce(db);
  const sent = await listSent(db);
  const reminders = sent.filter((message) => message.kind === "reminder");
  const rankings = sent.filter((message) => message.kind === "ranking");
  const runs = await listRuns(db, { limit: 1_000 });
  const meetings = demo.school.zoom.ledger.meetings().filter((meeting) => meeting.state !== "deleted");
  const succeeded = runs.filter((run) => run.outcome === "succeeded").length;
  const dayOf = (instant: Temporal.Instant | null) => instant?.toZonedDateTimeISO(zone).toPlainDate().toString();
  const first = demo.start.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  const days = Array.from({ length: 7 }, (_, day) => first.add({ days: day }).toString()).map((date): DayFigures => {
    const told = reminders.filter((message) => dayOf(message.sentAt) === date);
    const ranked = rankings.filter((message) => dayOf(message.sentAt) === date);
    return {
      date,
      sessions: sessions.filter((session) => dayOf(session.startsAt) === date).length,
      reminders: told.length,
      remindersAt: spanOf(told, zone),
      rankings: ranked.length,
      rankingsAt: spanOf(ranked, zone),
      runs: runs.filter((run) => dayOf(run.startedAt) === date).length,
    };
  });
  return {
    courses: new Set(lines.map((line) => line.courseKey)).size,
    entries: lines.length,
    sessions: sessions.length,
    meetings: meetings.length,
    reminders: reminders.length,
    rankings: rankings.length,
    runs: { total: runs.length, succeeded, other: runs.length - succeeded },
    days,
    problems: ((await findLastImport(db))?.problems ?? []).map(({ cell, severity, code, message }) => ({
      cell,
      severity,
      code,
      message,
    })),
    broken: brokenPromises(demo, { sessions: sessions.map((one) => one.id), meetings, reminders, sent }),
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** What Carillon promises, checked against what Zoom and Telegram really received. */
function brokenPromises(
  demo: Demo,
  week: {
    readonly sessions: readonly string[];
    readonly meetings: readonly { readonly key: string | undefined }[];
    readonly reminders: readonly MessageRow[];
    readonly sent: readonly MessageRow[];
  },
): readonly Bilingual[] {
  const broken: Bilingual[] = [];
  const keys = week.meetings.map((meeting) => meeting.key);
  const wrongMeetings =
    week.sessions.filter((id) => keys.filter((key) => key === id).length !== 1).length +
    keys.filter((key) => key === undefined || !week.sessions.includes(key)).length;
  if (wrongMeetings > 0) {
    broken.push(
      say(
        `${wrongMeetings} séance(s) n'ont pas exactement une réunion.`,
        `${wrongMeetings} session(s) have not exactly one meeting.`,
      ),
    );
  }
  const untold = week.sessions.filter((id) => week.reminders.filter((one) => one.subject === id).length !== 1).length;
  if (untold > 0) {
    broken.push(
      say(`${untold} séance(s) n'ont pas exactement un rappel.`, `${untold} session(s) have not exactly one reminder.`),
    );
  }
  const delivered = demo.school.telegram.ledger.all();
  const unproven = week.sent.filter(
    (message) =>
      !delivered.some((row) => row.chatId === message.chatId && message.telegramMessageIds.includes(row.messageId)),
  ).length;
  if (unproven > 0 || delivered.length !== week.sent.length) {
    broken.push(
      say(
        `La base compte ${week.sent.length} messages envoyés, Telegram en a reçu ${delivered.length}.`,
        `The database counts ${week.sent.length} sent messages, Telegram received ${delivered.length}.`,
      ),
    );
  }
  return broken;
}

function spanOf(messages: readonly MessageRow[], zone: string): string {
  const times = messages.flatMap((message) =>
    message.sentAt === null
      ? []
      : [message.sentAt.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: "second" })],
  );
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined) return "";
  return first === last ? first : `${first}–${last.slice(6)}`;
}

/** Shows one reminder and one ranking as the group sees them. */
export async function tellSamples(demo: Demo, { terminal, text }: CommandContext): Promise<void> {
  const sent = await listSent(demo.app.database.db);
  const delivered = demo.school.telegram.ledger.all();
  const samples = [
    { kind: "reminder", title: say("Un rappel, tel que le groupe le voit", "A reminder, as the group sees it") },
    { kind: "ranking", title: say("Un classement, tel que le groupe le voit", "A ranking, as the group sees it") },
  ] as const;
  for (const { kind, title } of samples) {
    const ids = new Set(
      sent
        .filter((one) => one.kind === kind)
        .flatMap((one) => one.telegramMessageIds.map((id) => `${one.chatId} ${id}`)),
    );
    const shown = delivered
      .filter((row) => ids.has(`${row.chatId} ${row.messageId}`))
      .toSorted((a, b) => b.plainText.length - a.plainText.length)[0];
    if (shown === undefined) continue;
    terminal.print(`\n${terminal.tone("strong", text(title))} (${shown.chatTitle})`);
    for (const line of shown.plainText.split("\n")) terminal.print(`  │ ${line}`);
  }
}

/** Prints the week's table and its summary. */
export function tellFigures(figures: DemoFigures, folder: string, { terminal, text, language }: CommandContext): void {
  const heads = [
    say("jour", "day"),
    say("séances", "sessions"),
    say("rappels", "reminders"),
    say("envoyés à", "sent at"),
    say("classements", "rankings"),
    say("publiés à", "published at"),
    say("exécutions", "runs"),
  ].map(text);
  const rows = figures.days.map((day) => [
    dayInWords(Temporal.PlainDate.from(day.date), language),
    String(day.sessions),
    String(day.reminders),
    day.remindersAt,
    String(day.rankings),
    day.rankingsAt,
    String(day.runs),
  ]);
  terminal.print();
  for (const line of table(heads, rows)) terminal.print(line);

  terminal.print(`\n${terminal.tone("strong", text(say("Résumé", "Summary")))}`);
  const parts = [
    count(figures.courses, "cours", "cours", "course", "courses"),
    count(figures.entries, "ligne", "lignes", "entry", "entries"),
    count(figures.sessions, "séance", "séances", "session", "sessions"),
    count(figures.meetings, "réunion Zoom", "réunions Zoom", "Zoom meeting", "Zoom meetings"),
    count(figures.reminders, "rappel", "rappels", "reminder", "reminders"),
    count(figures.rankings, "classement", "classements", "ranking", "rankings"),
    count(figures.runs.total, "exécution", "exécutions", "run", "runs"),
  ];
  terminal.print(`  ${parts.map(text).join(" · ")}`);
  const real = language === "fr" ? String(figures.seconds).replace(".", ",") : String(figures.seconds);
  terminal.print(
    `  ${text(say(`La semaine a pris ${real} s de temps réel.`, `The week took ${real} s of real time.`))}`,
  );
  const problems = count(
    figures.problems.length,
    "problème vu dans le classeur",
    "problèmes vus dans le classeur",
    "problem seen in the workbook",
    "problems seen in the workbook",
  );
  terminal.print(`  ${text(problems)}${figures.problems.length === 0 ? "" : text(say(" :", ":"))}`);
  for (const problem of figures.problems) {
    const tone = problem.severity === "error" ? "bad" : problem.severity === "warning" ? "warning" : "quiet";
    terminal.print(`    ${terminal.tone(tone, problem.cell)}  ${text(problem.message)}`);
  }
  if (figures.broken.length === 0) {
    terminal.print(
      `  ${terminal.tone("good", "✓")} ${text(say("Chaque séance a une réunion et un rappel ; la base et les deux services disent la même chose.", "Each session has one meeting and one reminder; the database and the two services agree."))}`,
    );
  }
  for (const sentence of figures.broken) terminal.print(`  ${terminal.tone("bad", "✗")} ${text(sentence)}`);
  terminal.print(
    `\n${text(say(`Pour regarder de plus près, une fois la démonstration arrêtée ou pas : npx carillon runs --data ${folder}`, `To look closer, while the demo runs or after: npx carillon runs --data ${folder}`))}`,
  );
}
