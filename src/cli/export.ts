import { resolve } from "node:path";

import { say } from "#lib/bilingual.ts";

import type { Command } from "./command.ts";
import { dayValue } from "./days.ts";
import { withDatabaseIfAny } from "./open-app.ts";
import { exists } from "./places.ts";
import { misused } from "./usage-failures.ts";

/** `carillon export FILE`: the week as a workbook. */
export const exportCommand: Command = {
  name: "export",
  summary: say(
    "Écrit la semaine dans un classeur : emploi du temps, séances et messages.",
    "Writes the week into a workbook: timetable, sessions and messages.",
  ),
  usage: ["export FILE.xlsx [--week DAY] [--replace]"],
  options: {
    week: {
      type: "string",
      value: "DAY",
      about: say("Premier des sept jours (aujourd'hui).", "First of the seven days (today)."),
    },
    replace: { type: "boolean", about: say("Remplace le fichier s'il existe.", "Replaces the file if it exists.") },
  },
  details: say(
    "Trois feuilles, comme celles de l'école : Dynamic Schedule (séances, réunions, heure dans chaque fuseau), Fix Schedule (l'emploi du temps, que « carillon import » relit tel quel), Message Schedule (groupe, texte, envoi). Les dates sont dans le fuseau de l'école. Avec --json : {file, sheets: [{name, lines}]}.",
    "Three sheets, like the school's own: Dynamic Schedule (sessions, meetings, time in each zone), Fix Schedule (the timetable, which `carillon import` reads back as it is), Message Schedule (group, text, sending). Dates are in the school's zone. With --json: {file, sheets: [{name, lines}]}.",
  ),
  words: { least: 1, most: 1 },
  run: async (context) => {
    const path = resolve(context.words[0] ?? "");
    const day = dayValue(context, "week");
    if (!day.ok) return misused(context, day.failure);
    if (context.values["replace"] !== true && (await exists(path))) {
      return context.fail({
        code: "workbook.exists",
        what: say("Ce fichier existe déjà.", "This file already exists."),
        remedy: say("Donnez un autre nom, ou ajoutez --replace.", "Give another name, or add --replace."),
        place: path,
      });
    }
    return await withDatabaseIfAny(context, async (database, { school }) => {
      const [{ exportWeek }, { writeWorkbook }, { workbookNotSet }] = await Promise.all([
        import("#app/export-week.ts"),
        import("#adapters/excel/write-workbook.ts"),
        import("#features/timetable/texts.ts"),
      ]);
      if (database === undefined) return context.fail(workbookNotSet);
      const from = day.value ?? context.clock.now().toZonedDateTimeISO(school.timeZone).toPlainDate();
      const sheets = await exportWeek({ db: database.db, school, from });
      const done = await writeWorkbook(path, sheets);
      if (!done.ok) return context.fail(done.failure);
      const counted = sheets.map(({ name, rows }) => ({ name, lines: rows.length - 1 }));
      if (context.json) context.terminal.json({ file: path, sheets: counted });
      else context.terminal.print(`${path}: ${counted.map(({ name, lines }) => `${name} ${lines}`).join(", ")}`);
      return 0;
    });
  },
};
