import type { ExceptionDetails } from "#features/sessions/exception-store.ts";
import { say } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { CommandContext, ExitCode } from "./command.ts";
import { kindWords } from "./exception-words.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { printable, table } from "./terminal.ts";
import { misused, wrongValue } from "./usage-failures.ts";
import { minuteIn } from "./wording.ts";

/** `carillon exceptions`: the decisions in force from a day on. */
export async function listExceptionsFor(context: CommandContext, from: string | undefined): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, config) => {
    const zone = config.school.timeZone;
    const today = context.clock.now().toZonedDateTimeISO(zone).toPlainDate().toString();
    const { listExceptions } = await import("#features/sessions/exception-store.ts");
    const rows = database === undefined ? [] : await listExceptions(database.db, from ?? today);
    if (context.json) context.terminal.json(rows.map(documentOf));
    else if (rows.length === 0)
      context.terminal.say(context.text(say("Aucune exception n'est en vigueur.", "No exception is in force.")));
    else for (const line of linesOf(context, rows, zone)) context.terminal.print(line);
    return 0;
  });
}

/** `carillon exceptions remove NUMBER`. */
export async function removeExceptionFor(context: CommandContext, written: string): Promise<ExitCode> {
  const number = Number(written);
  if (!Number.isSafeInteger(number) || number < 1) {
    const allowed = say("Donnez le numéro d'une exception.", "Give the number of an exception.");
    return misused(context, wrongValue("exceptions remove", written, allowed));
  }
  return await withClient(context, async (app) => {
    const [{ changeWeek }, { removeException }] = await Promise.all([
      import("#app/change-week.ts"),
      import("#features/sessions/remove-exception.ts"),
    ]);
    const done = await changeWeek(
      app,
      "cli",
      async (tx, now) => await removeException({ db: tx, now, by: "cli", number }),
    );
    if (!done.ok) return context.fail(done.failure);
    const { changes: _changes, ...sessions } = done.value.sessions;
    if (context.json) context.terminal.json({ removed: documentOf(done.value.value), sessions });
    else
      for (const line of linesOf(context, [done.value.value], app.config.school.timeZone)) context.terminal.print(line);
    return 0;
  });
}

function linesOf({ text }: CommandContext, rows: readonly ExceptionDetails[], zone: TimeZone): readonly string[] {
  const heads = [
    "N°",
    text(say("Quoi", "What")),
    text(say("Cours", "Course")),
    text(say("Jour", "Day")),
    text(say("Début", "Start")),
    text(say("Par qui", "By")),
    text(say("Détail", "Detail")),
  ];
  return table(
    heads,
    rows.map((row) => [
      String(row.number),
      text(kindWords[row.kind]),
      printable(row.courseTitle),
      row.date,
      row.startsAt === null ? (row.time ?? "") : `→ ${minuteIn(row.startsAt, zone)}`,
      printable(row.by),
      printable([row.coachName, row.reason].filter((part) => part !== null).join(" · ")),
    ]),
  );
}

function documentOf(row: ExceptionDetails): object {
  return {
    number: row.number,
    kind: row.kind,
    course: row.courseTitle,
    date: row.date,
    time: row.time,
    timeZone: row.timeZone,
    startsAt: row.startsAt,
    minutes: row.durationMinutes,
    coach: row.coachName,
    reason: row.reason,
    by: row.by,
    createdAt: row.createdAt,
  };
}
