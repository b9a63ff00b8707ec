import type { Workbook } from "#features/timetable/ports.ts";
import { say } from "#lib/bilingual.ts";

import { annotate } from "./annotate.ts";
import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { followRun } from "./follow-run.ts";
import { withDatabaseIfAny } from "./open-app.ts";
import { atWorkbookPlace } from "./workbook-place.ts";

/** `carillon import FILE`: the school's workbook becomes the timetable in force. */
export const importCommand: Command = {
  name: "import",
  summary: say(
    "Lit le classeur de l'école et met les cours à jour.",
    "Reads the school's workbook and updates the courses.",
  ),
  usage: ["import FILE [--dry-run] [--agree]", "import FILE --annotate COPY.xlsx"],
  options: {
    "dry-run": {
      type: "boolean",
      about: say(
        "Montre ce qui changerait et les problèmes ; ne change et ne crée rien.",
        "Shows what would change and the problems; changes and creates nothing.",
      ),
    },
    annotate: {
      type: "string",
      value: "COPY",
      about: say(
        "Écrit une copie où chaque cellule à problème est colorée et commentée ; n'importe rien.",
        "Writes a copy in which each cell with a problem is coloured and commented; imports nothing.",
      ),
    },
    agree: {
      type: "boolean",
      about: say(
        "Accepte un classeur d'une forme nouvelle, et que plus d'un tiers des lignes soient enlevées.",
        "Agrees to a workbook of a new make, and that more than a third of the lines are removed.",
      ),
    },
  },
  details: say(
    'FILE : un chemin, une adresse https, ou « - » pour l\'entrée standard. Avec --dry-run --json : {sheet, entries: [{course, coach, weekday ("Monday" … "Sunday"), time ("HH:MM"), timeZone, durationMinutes, chatId (texte, ou null si le groupe n\'est connu que par un lien)}], problems: [{cell, severity, code, message, value?, why, suggestion}], changes: {added, changed, removed, unchanged}, difference: {added, changed: [{cell, course, fields: {nom: {before, after}}}], removed}, needsAgreement, questions, touches: {sessions, meetings, messages}}.',
    'FILE: a path, an https address, or `-` for standard input. With --dry-run --json: {sheet, entries: [{course, coach, weekday ("Monday" … "Sunday"), time ("HH:MM"), timeZone, durationMinutes, chatId (text, or null when the group is known by a link only)}], problems: [{cell, severity, code, message, value?, why, suggestion}], changes: {added, changed, removed, unchanged}, difference: {added, changed: [{cell, course, fields: {name: {before, after}}}], removed}, needsAgreement, questions, touches: {sessions, meetings, messages}}.',
  ),
  words: { least: 1, most: 1 },
  run: async (context) => {
    const copy = textValue(context, "annotate");
    const isLook = copy !== undefined || context.values["dry-run"] === true;
    return await atWorkbookPlace(context, context.words[0] ?? "", isLook ? "look" : "import", async (path) => {
      if (copy !== undefined) return await annotate(context, path, copy);
      return isLook ? await preview(context, path) : await apply(context, path);
    });
  },
};

async function apply(context: CommandContext, path: string): Promise<ExitCode> {
  const { readWorkbook } = await import("#adapters/excel/read-workbook.ts");
  // A slip in the path is answered here: it is no failed run, and no alarm for the admin.
  const workbook = await readWorkbook({ path });
  if (!workbook.ok) return context.fail(workbook.failure);
  const agreed = context.values["agree"] === true;
  const answer = agreed ? 0 : await askFirst(context, workbook.value);
  if (answer !== 0) return answer;
  return await followRun(context, { scenario: "update_courses", workbook: path, agreed }, (role) =>
    role === "engine" ? undefined : context.text(goesOn),
  );
}

/** A workbook of a make never seen before is shown first: how its columns are understood. 0 when there is nothing to ask. */
async function askFirst(context: CommandContext, workbook: Workbook): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, { newShapes }) => {
    if (newShapes === "take") return 0;
    const [{ describeSheets }, { listRememberedMappings }, { findNewShapes }, { newShapeAsked }] = await Promise.all([
      import("#features/timetable/mapping-rules.ts"),
      import("#features/timetable/mapping-store.ts"),
      import("#features/timetable/note-shapes.ts"),
      import("#features/timetable/doubt-rules.ts"),
    ]);
    const remembered = database === undefined ? [] : await listRememberedMappings(database.db);
    const read = describeSheets(workbook, remembered).filter((one) => one.isRead && one.absent.length === 0);
    // The import itself asks about what is in doubt.
    if (read.some((one) => one.doubts.length > 0)) return 0;
    const unseen = database === undefined ? read : await findNewShapes(database.db, read);
    return unseen.length === 0 ? 0 : context.fail(newShapeAsked(workbook.fileName, unseen));
  });
}

const goesOn = say(
  "Le Carillon qui tourne continue : réunions Zoom, puis messages. « carillon runs » montre où il en est.",
  "The Carillon that runs goes on: Zoom meetings, then messages. `carillon runs` shows how far it is.",
);

async function preview(context: CommandContext, path: string): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, { school }) => {
    const [{ readWorkbook }, { previewImport }, { readTimetableInForce }, { rehearseImport }, shown] =
      await Promise.all([
        import("#adapters/excel/read-workbook.ts"),
        import("#features/timetable/preview-import.ts"),
        import("#features/timetable/store.ts"),
        import("#app/rehearse-import.ts"),
        import("./show-preview.ts"),
      ]);
    const db = database?.db;
    const inForce = db === undefined ? { current: async () => [] } : await readTimetableInForce(db);
    const now = context.clock.now();
    const result = await previewImport({ source: { path }, readWorkbook, ...inForce, school, now });
    if (!result.ok) return context.fail(result.failure);
    const found = result.value;
    const touches = db === undefined ? undefined : await rehearseImport({ db, preview: found, school, now });
    if (context.json) context.terminal.json(shown.previewDocument(context, found, touches));
    else shown.printPreview(context, found.workbook.fileName, found, { touches, zone: school.timeZone });
    // An import would ask first.
    return found.reading.sheets.some((sheet) => sheet.doubts.length > 0) ? 3 : 0;
  });
}
