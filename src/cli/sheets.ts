import { extname } from "node:path";

import type { App } from "#app/parts.ts";
import type { Table, TableFormat } from "#features/rankings/ports.ts";
import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";

import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { withClient } from "./open-app.ts";
import { scopeOf, scopeOptions } from "./ranking-scope.ts";
import { dayValue } from "./days.ts";
import { save } from "./rankings.ts";
import { misused } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";

const usages = {
  rankings: "sheets rankings FILE [--group GROUP | --level LEVEL] [--period PERIOD]",
  attendance: "sheets attendance FILE [--coach NAME] [--group GROUP] [--from DAY] [--to DAY]",
};

/** `carillon sheets`: rankings and attendance as a workbook, as comma-separated text, or to print. */
export const sheets: Command = {
  name: "sheets",
  summary: say(
    "Écrit un classement ou des présences en xlsx, csv ou pdf.",
    "Writes a ranking or attendance as xlsx, csv or pdf.",
  ),
  usage: Object.values(usages),
  options: {
    ...scopeOptions,
    coach: { type: "string", value: "NAME", about: say("La feuille d'un professeur.", "One coach's sheet.") },
    from: { type: "string", value: "DAY", about: say("Premier jour (il y a 30 jours).", "First day (30 days ago).") },
    to: { type: "string", value: "DAY", about: say("Dernier jour (aujourd'hui).", "Last day (today).") },
  },
  details: say(
    "La fin du nom de FILE dit le format : .xlsx, .csv ou .pdf.",
    "The end of FILE's name tells the format: .xlsx, .csv or .pdf.",
  ),
  words: { least: 0, most: 2 },
  run: async (context) => await runVerb(context, "sheets", verbs, help),
};

const verbs: Verbs = {
  rankings: { usage: usages.rankings, least: 1, most: 1, run: exportRanking },
  attendance: { usage: usages.attendance, least: 1, most: 1, run: exportAttendance },
};

async function help(context: CommandContext): Promise<ExitCode> {
  return misused(context, {
    code: "usage.what",
    what: say("Dites quoi écrire.", "Say what to write."),
    remedy: say(Object.values(usages).join("\n"), Object.values(usages).join("\n")),
  });
}

async function exportRanking(context: CommandContext, [file = ""]: readonly string[]): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const wanted = await scopeOf(context, app);
    if (!wanted.ok) return misused(context, wanted.failure);
    const [{ showRanking }, { rankingTable }] = await Promise.all([
      import("#features/rankings/show-ranking.ts"),
      import("#features/rankings/table-rules.ts"),
    ]);
    const { scope, period, title } = wanted.value;
    const { school } = app.config;
    const shown = await showRanking({ db: app.database.db, school, scope, period, now: app.clock.now() });
    const where = { language: context.language, zone: school.timeZone };
    return await write(
      context,
      app,
      file,
      rankingTable({ title, period, from: shown.from, to: shown.to }, shown.lines, where),
    );
  });
}

async function exportAttendance(context: CommandContext, [file = ""]: readonly string[]): Promise<ExitCode> {
  const [from, to] = [dayValue(context, "from"), dayValue(context, "to")];
  if (!from.ok) return misused(context, from.failure);
  if (!to.ok) return misused(context, to.failure);
  return await withClient(context, async (app) => {
    const wanted = await scopeOf(context, app);
    if (!wanted.ok) return misused(context, wanted.failure);
    const [{ listSheet }, { attendanceTable }] = await Promise.all([
      import("#features/participation/register-store.ts"),
      import("#features/rankings/table-rules.ts"),
    ]);
    const zone = app.config.school.timeZone;
    const last = to.value ?? app.clock.now().toZonedDateTimeISO(zone).toPlainDate();
    const first = from.value ?? last.subtract({ days: 30 });
    const start = (day: Temporal.PlainDate): Instant => day.toZonedDateTime(zone).toInstant();
    const asked = textValue(context, "coach");
    const { findCoach } = await import("#features/roster/find-coach.ts");
    const taught = asked === undefined ? undefined : await findCoach({ db: app.database.db, which: asked });
    if (taught?.ok === false) return context.fail(taught.failure);
    const { scope } = wanted.value;
    const rows = await listSheet(app.database.db, {
      from: start(first),
      until: start(last.add({ days: 1 })),
      groupId: scope.kind === "group" ? scope.groupId : undefined,
      coachId: taught?.value.id,
    });
    const coach = taught?.value.name;
    const how = { language: context.language, zone, coach, span: `${first.toString()} – ${last.toString()}` };
    return await write(context, app, file, attendanceTable(rows, how));
  });
}

const formats: readonly TableFormat[] = ["xlsx", "csv", "pdf"];

async function write(context: CommandContext, app: App, file: string, table: Table): Promise<ExitCode> {
  const format = formats.find((one) => extname(file).toLowerCase() === `.${one}`);
  if (format === undefined) {
    return misused(context, {
      code: "usage.format",
      what: say(`« ${file} » ne dit pas le format.`, `"${file}" does not tell the format.`),
      remedy: say("Finissez son nom par .xlsx, .csv ou .pdf.", "End its name with .xlsx, .csv or .pdf."),
      place: file,
    });
  }
  const written = await app.services.writeTable(
    table,
    format,
    app.config.rankings.publishing.look,
    app.services.pictures,
  );
  return written.ok ? await save(context, file, written.value) : context.fail(written.failure);
}
