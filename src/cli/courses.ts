import type { CourseInForce } from "#features/timetable/store.ts";
import { say } from "#lib/bilingual.ts";
import { ok, type Result } from "#lib/failure.ts";

import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { readDay } from "./days.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { printable, table } from "./terminal.ts";
import { misused, unknownCommand, wordMissing } from "./usage-failures.ts";

const datesUsage = "courses dates COURSE [--from DAY|none] [--until DAY|none]";

/** `carillon courses`: the courses in force, and their first and last days. */
export const courses: Command = {
  name: "courses",
  summary: say(
    "Montre les cours en vigueur, ou fixe le premier et le dernier jour d'un cours.",
    "Shows the courses in force, or sets a course's first and last day.",
  ),
  usage: ["courses", datesUsage],
  options: {
    from: { type: "string", value: "DAY", about: say("Premier jour, ou none.", "First day, or none.") },
    until: { type: "string", value: "DAY", about: say("Dernier jour, ou none.", "Last day, or none.") },
  },
  details: say(
    "COURSE : quelques mots du titre, ou l'identifiant. Ces dates restent après un import. Avec --json : [{id, title, level, group, entries, coach, startsOn, endsOn}].",
    "COURSE: a few words of the title, or the id. These dates outlast an import. With --json: [{id, title, level, group, entries, coach, startsOn, endsOn}].",
  ),
  words: { least: 0, most: 2 },
  run: async (context) => {
    const [verb, course] = context.words;
    if (verb === undefined) return await list(context);
    if (verb !== "dates") return misused(context, unknownCommand(`courses ${verb}`, "courses dates"));
    const given = context.values["from"] !== undefined || context.values["until"] !== undefined;
    if (course !== undefined && given) return await setDates(context, course);
    return misused(context, wordMissing("courses dates", datesUsage));
  },
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database) => {
    const { listCourses } = await import("#features/timetable/store.ts");
    const rows = database === undefined ? [] : await listCourses(database.db);
    show(context, rows);
    return 0;
  });
}

async function setDates(context: CommandContext, course: string): Promise<ExitCode> {
  const [startsOn, endsOn] = [dayOf(context, "from"), dayOf(context, "until")];
  for (const day of [startsOn, endsOn]) {
    if (day.ok) continue;
    return misused(context, day.failure);
  }
  return await withClient(context, async (app) => {
    const [{ changeWeek }, { setCourseDates }] = await Promise.all([
      import("#app/change-week.ts"),
      import("#features/timetable/set-course-dates.ts"),
    ]);
    const dates = {
      startsOn: startsOn.ok ? startsOn.value : undefined,
      endsOn: endsOn.ok ? endsOn.value : undefined,
    };
    const done = await changeWeek(
      app,
      "cli",
      async (tx, now) => await setCourseDates({ db: tx, now, by: "cli", course, ...dates }),
    );
    if (!done.ok) return context.fail(done.failure);
    show(context, [done.value.value]);
    return 0;
  });
}

/** A day, `null` for `none`, `undefined` when it was not given. */
function dayOf(context: CommandContext, name: string): Result<string | null | undefined> {
  const written = textValue(context, name);
  if (written === undefined) return ok(undefined);
  return written === "none" ? ok(null) : readDay(`--${name}`, written);
}

function show({ json, terminal, text }: CommandContext, rows: readonly CourseInForce[]): void {
  if (json) {
    terminal.json(
      rows.map(({ id, title, level, groupTitle: group, entries, coachName: coach, startsOn, endsOn }) => ({
        id,
        title,
        level,
        group,
        entries,
        coach,
        startsOn,
        endsOn,
      })),
    );
  } else if (rows.length === 0) {
    terminal.say(text(say("Aucun cours n'est en vigueur.", "No course is in force.")));
  } else {
    const heads = [
      say("Cours", "Course"),
      say("Coach", "Coach"),
      say("Par semaine", "A week"),
      say("Du", "From"),
      say("Au", "Until"),
      say("Identifiant", "Id"),
    ];
    const lines = rows.map((row) => [
      printable(row.title),
      printable(row.coachName),
      String(row.entries),
      row.startsOn ?? "–",
      row.endsOn ?? "–",
      row.id,
    ]);
    for (const line of table(heads.map(text), lines)) terminal.print(line);
  }
}
