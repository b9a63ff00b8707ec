import type { App } from "#app/parts.ts";
import type { SheetFilter, SheetRow } from "#features/participation/register-store.ts";
import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { countValue } from "./arguments.ts";
import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { dayValue } from "./days.ts";
import { withClient } from "./open-app.ts";
import { printable } from "./terminal.ts";
import { misused, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";
import { momentIn } from "./wording.ts";

const usages = {
  list: "attendance [--group GROUP] [--student STUDENT] [--coach NAME] [--from DATE] [--to DATE] [--absent]",
  show: "attendance show SESSION",
  correct: 'attendance correct SESSION STUDENT present|absent --reason "WHY" [--minutes N]',
  corrections: "attendance corrections [--limit N]",
  undo: "attendance undo N",
};

/** `carillon attendance`: who was there, and corrections by hand. */
export const attendance: Command = {
  name: "attendance",
  summary: say(
    "Montre qui était là, et corrige avec une raison.",
    "Shows who was there, and corrects it with a reason.",
  ),
  usage: Object.values(usages),
  options: {
    group: { type: "string", value: "GROUP", about: say("Seulement ce groupe.", "Only this group.") },
    student: { type: "string", value: "STUDENT", about: say("Seulement cet élève.", "Only this student.") },
    coach: { type: "string", value: "NAME", about: say("Seulement ce professeur.", "Only this coach.") },
    from: {
      type: "string",
      value: "DATE",
      about: say("À partir de ce jour (il y a 7 jours).", "From this day on (7 days ago)."),
    },
    to: { type: "string", value: "DATE", about: say("Jusqu'à ce jour compris.", "Until this day, included.") },
    absent: { type: "boolean", about: say("Seulement les absences.", "Only absences.") },
    reason: { type: "string", value: "WHY", about: say("Pourquoi c'est corrigé.", "Why it is corrected.") },
    minutes: { type: "string", value: "N", about: say("Minutes à compter.", "Minutes to count.") },
    limit: {
      type: "string",
      value: "N",
      about: say("Combien de lignes au plus (50).", "How many lines at most (50)."),
    },
  },
  details: say(
    "Sans élève ni « --absent », une ligne par séance ; avec, une ligne par élève et séance. SESSION est le début d'un identifiant.",
    "Without a student or `--absent`, one line a session; with one, a line a student and session. SESSION is the beginning of an id.",
  ),
  words: { least: 0, most: 4 },
  run: async (context) => await runVerb(context, "attendance", verbs, list),
};

const verbs: Verbs = {
  show: {
    usage: usages.show,
    least: 1,
    most: 1,
    run: async (context, [which = ""]) =>
      await withClient(context, async (app) => {
        const sessionId = await sessionOf(app, which);
        return sessionId.ok
          ? await tell(context, app, { sessionId: sessionId.value }, true)
          : context.fail(sessionId.failure);
      }),
  },
  correct: { usage: usages.correct, least: 3, most: 3, run: correct },
  corrections: { usage: usages.corrections, least: 0, most: 0, run: listCorrected },
  undo: { usage: usages.undo, least: 1, most: 1, run: undo },
};

async function list(context: CommandContext): Promise<ExitCode> {
  const [from, to] = [dayValue(context, "from"), dayValue(context, "to")];
  if (!from.ok) return misused(context, from.failure);
  if (!to.ok) return misused(context, to.failure);
  return await withClient(context, async (app) => {
    const filter = await filterOf(context, app, { from: from.value, to: to.value });
    if (!filter.ok) return context.fail(filter.failure);
    const byStudent = filter.value.studentId !== undefined || filter.value.present !== undefined;
    return await tell(context, app, filter.value, byStudent);
  });
}

async function filterOf(
  context: CommandContext,
  app: App,
  { from, to }: { readonly from: Temporal.PlainDate | undefined; readonly to: Temporal.PlainDate | undefined },
): Promise<Result<SheetFilter>> {
  const { db } = app.database;
  const { findStudent } = await import("#features/roster/find-student.ts");
  const { findGroupByWords } = await import("#features/roster/find-group-by-words.ts");
  const { findCoach } = await import("#features/roster/find-coach.ts");
  const [who, where, coach] = ["student", "group", "coach"].map((name) => textValue(context, name));
  const student = who === undefined ? undefined : await findStudent({ db, which: who });
  if (student?.ok === false) return student;
  const group = where === undefined ? undefined : await findGroupByWords({ db, which: where });
  if (group?.ok === false) return group;
  const taught = coach === undefined ? undefined : await findCoach({ db, which: coach });
  if (taught?.ok === false) return taught;
  const zone = app.config.school.timeZone;
  const weekAgo = app.clock.now().toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 7 });
  const start = (day: Temporal.PlainDate): Instant => day.toZonedDateTime(zone).toInstant();
  return ok({
    studentId: student?.value.id,
    groupId: group?.value.id,
    coachId: taught?.value.id,
    from: start(from ?? weekAgo),
    until: to && start(to.add({ days: 1 })),
    present: context.values["absent"] === true ? false : undefined,
  });
}

async function sessionOf(app: App, which: string): Promise<Result<string>> {
  const { findReadSessions } = await import("#features/participation/register-store.ts");
  const { sessionNotRead } = await import("#features/participation/texts.ts");
  const [only, other] = which === "" ? [] : await findReadSessions(app.database.db, which);
  return only === undefined || other !== undefined ? failed(sessionNotRead(which)) : ok(only);
}

async function tell(context: CommandContext, app: App, filter: SheetFilter, byStudent: boolean): Promise<ExitCode> {
  const { listSheet } = await import("#features/participation/register-store.ts");
  const rows = await listSheet(app.database.db, filter);
  if (context.json) context.terminal.json(rows);
  else if (rows.length === 0)
    context.terminal.say(context.text(say("Aucune présence lue.", "No attendance was read.")));
  else {
    const zone = app.config.school.timeZone;
    for (const [sessionId, some] of Map.groupBy(rows, (row) => row.sessionId)) {
      const [first] = some;
      if (first === undefined) continue;
      const count = `${some.filter((row) => row.present).length}/${some.length}`;
      const title = `${momentIn(first.startsAt, zone)}  ${printable(first.courseTitle)}  ${printable(first.coach)}`;
      context.terminal.print(`${context.terminal.tone("strong", sessionId.slice(0, 8))}  ${title}  ${count}`);
      if (byStudent) for (const row of some) context.terminal.print(lineOf(context, row));
    }
  }
  return 0;
}

function lineOf({ terminal, text }: CommandContext, row: SheetRow): string {
  const verdict = row.present
    ? terminal.tone("good", text(say("présent", "present")))
    : terminal.tone("warning", text(say("absent", "absent")));
  const notes = [
    row.late ? text(say(`retard ${row.lateBy} min`, `${row.lateBy} min late`)) : "",
    row.leftEarly ? text(say(`parti ${row.leftEarlyBy} min avant la fin`, `left ${row.leftEarlyBy} min early`)) : "",
    row.correctedBy === null ? "" : text(say(`corrigé par ${row.correctedBy}`, `corrected by ${row.correctedBy}`)),
    printable(row.correctionReason ?? ""),
  ].filter((note) => note !== "");
  const measure = `${row.minutes} min (${Math.round(row.share * 100)} %)`;
  return `  ${verdict}  ${printable(row.student)}  ${measure}  ${notes.join(", ")}`.trimEnd();
}

async function correct(context: CommandContext, words: readonly string[]): Promise<ExitCode> {
  const [session = "", who = "", verdict = ""] = words;
  if (verdict !== "present" && verdict !== "absent") {
    const remedy = say("Écrivez « present » ou « absent ».", "Write `present` or `absent`.");
    return misused(context, wrongValue("attendance correct", verdict, remedy));
  }
  const minutes = countValue(context.values, "minutes", 0);
  if (!minutes.ok) return misused(context, minutes.failure);
  return await withClient(context, async (app) => {
    const { db } = app.database;
    const { findStudent } = await import("#features/roster/find-student.ts");
    const { correctAttendance } = await import("#features/participation/correct-attendance.ts");
    const sessionId = await sessionOf(app, session);
    if (!sessionId.ok) return context.fail(sessionId.failure);
    const student = await findStudent({ db, which: who });
    if (!student.ok) return context.fail(student.failure);
    const id = await correctAttendance({
      db,
      rules: app.config.attendance,
      now: app.clock.now(),
      by: "cli",
      sessionId: sessionId.value,
      studentId: student.value.id,
      present: verdict === "present",
      minutes: minutes.value > 0 ? minutes.value : undefined,
      reason: textValue(context, "reason") ?? "",
    });
    if (!id.ok) return context.fail(id.failure);
    if (context.json) context.terminal.json({ correction: id.value });
    else {
      const done = say(
        `Correction ${id.value}. Pour l'annuler : carillon attendance undo ${id.value}`,
        `Correction ${id.value}. To take it back: carillon attendance undo ${id.value}`,
      );
      context.terminal.print(context.text(done));
    }
    return 0;
  });
}

async function undo(context: CommandContext, [number = ""]: readonly string[]): Promise<ExitCode> {
  const id = countValue({ number }, "number", 0);
  if (!id.ok) return misused(context, id.failure);
  return await withClient(context, async (app) => {
    const { undoCorrection } = await import("#features/participation/undo-correction.ts");
    const decider = { db: app.database.db, rules: app.config.attendance, now: app.clock.now(), by: "cli" };
    const undone = await undoCorrection({ ...decider, correctionId: id.value });
    if (!undone.ok) return context.fail(undone.failure);
    if (context.json) context.terminal.json({ undone: id.value });
    else context.terminal.print(context.text(say(`Correction ${number} annulée.`, `Correction ${number} taken back.`)));
    return 0;
  });
}

async function listCorrected(context: CommandContext): Promise<ExitCode> {
  const limit = countValue(context.values, "limit", 50);
  if (!limit.ok) return misused(context, limit.failure);
  return await withClient(context, async (app) => {
    const { listAllCorrections } = await import("#features/participation/register-store.ts");
    const rows = await listAllCorrections(app.database.db, { limit: limit.value });
    if (context.json) context.terminal.json(rows);
    for (const row of context.json ? [] : rows) {
      const undone = row.undoneAt === null ? "" : context.text(say("  annulée", "  taken back"));
      const moment = momentIn(row.at, app.config.school.timeZone);
      const what = `${row.sessionId.slice(0, 8)}  ${row.studentId.slice(0, 8)}  ${row.present ? "✓" : "✗"}`;
      context.terminal.print(`#${row.id}  ${moment}  ${printable(row.by)}  ${what}  ${printable(row.reason)}${undone}`);
    }
    return 0;
  });
}
