import type { MappingDecision } from "#features/timetable/remember-mapping.ts";
import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import { countValue } from "./arguments.ts";
import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { mappingDocument, printMapping, printShapes, shapeDocument } from "./show-mapping.ts";
import { misused, wrongValue } from "./usage-failures.ts";
import { atWorkbookPlace } from "./workbook-place.ts";

/** `carillon mapping`: how the columns of a workbook are understood, and how a person corrects it. */
export const mapping: Command = {
  name: "mapping",
  summary: say(
    "Montre comment les colonnes d'un classeur sont comprises ; l'accepte ou le corrige, une fois pour toutes.",
    "Shows how a workbook's columns are understood; accepts or corrects it, once and for all.",
  ),
  usage: [
    "mapping",
    "mapping FILE [--sheet NAME] [--header ROW]",
    "mapping FILE --confirm|--set CHANGES|--ignore SHEET",
    "mapping --forget ID",
  ],
  options: {
    sheet: { type: "string", value: "NAME", about: say("La feuille dont il s'agit.", "The sheet in question.") },
    header: {
      type: "string",
      value: "ROW",
      about: say("La ligne des titres, comme Excel compte.", "The header's row, as Excel counts."),
    },
    confirm: { type: "boolean", about: say("Accepte ce qui est compris.", "Accepts what is understood.") },
    set: {
      type: "string",
      value: "CHANGES",
      about: say(
        "Corrige : « title=C, coach=D, start=E:GMT+1, start=F:Europe/Paris, truth=F, remark=- ».",
        "Corrects: `title=C, coach=D, start=E:GMT+1, start=F:Europe/Paris, truth=F, remark=-`.",
      ),
    },
    ignore: { type: "string", value: "SHEET", about: say("Ne lit pas cette feuille.", "Does not read that sheet.") },
    forget: { type: "string", value: "ID", about: say("Oublie ce qui est retenu.", "Forgets what is remembered.") },
  },
  details: say(
    "FILE : un chemin ou une adresse https. Colonnes : title coach email day start end duration zone level assistant group topic language link from until remark ; « - » : aucune. « truth » nomme la colonne d'heures qui fait foi. La réponse vaut pour tout classeur de même forme (mêmes titres). Code de sortie 3 : il reste une question. Avec --json : {sheets: [{sheet, headerRow, isRead, isDecided, columns, questions, missing}]}.",
    "FILE: a path or an https address. Columns: title coach email day start end duration zone level assistant group topic language link from until remark; `-`: none. `truth` names the column of times that is the truth. The answer holds for every workbook of that shape (the same headers). Exit code 3: a question is left. With --json: {sheets: [{sheet, headerRow, isRead, isDecided, columns, questions, missing}]}.",
  ),
  words: { least: 0, most: 1 },
  run: async (context) => {
    const [file] = context.words;
    const forget = textValue(context, "forget");
    if (forget !== undefined) return await forgetOne(context, forget);
    if (file === undefined) return await list(context);
    const decision = await decisionOf(context);
    if (decision !== undefined && "code" in decision) return misused(context, decision);
    return await atWorkbookPlace(context, file, "look", async (place) =>
      decision === undefined ? await show(context, place) : await decide(context, place, decision),
    );
  },
};

/** What the options decide; undefined when they only ask. */
async function decisionOf(context: CommandContext): Promise<MappingDecision | Failure | undefined> {
  const ignore = textValue(context, "ignore");
  if (ignore !== undefined) return { kind: "leave alone", sheet: ignore };
  const text = textValue(context, "set");
  if (text === undefined && context.values["confirm"] !== true) return undefined;
  const header = countValue(context.values, "header", 0);
  if (!header.ok) return header.failure;
  const { readChanges } = await import("#features/timetable/mapping-rules.ts");
  const changes = readChanges(text ?? "");
  if ("wrong" in changes) {
    const wanted = say("Écrivez par exemple title=C, start=F:GMT.", "Write for example title=C, start=F:GMT.");
    return wrongValue("mapping --set", changes.wrong, wanted);
  }
  const headerRow = header.value === 0 ? undefined : header.value;
  return { kind: "columns", sheet: textValue(context, "sheet"), headerRow, changes };
}

async function list(context: CommandContext): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database) => {
    const { listShapes } = await import("#features/timetable/mapping-store.ts");
    const rows = database === undefined ? [] : await listShapes(database.db);
    if (context.json) context.terminal.json(rows.map(shapeDocument));
    else printShapes(context, rows);
    return 0;
  });
}

async function show(context: CommandContext, place: string): Promise<ExitCode> {
  const header = countValue(context.values, "header", 0);
  if (!header.ok) return misused(context, header.failure);
  return await withDatabaseIfAny(context, async (database) => {
    const [{ readWorkbook }, { describeSheet, describeSheets }, { listRememberedMappings }, { noSuchSheet }] =
      await Promise.all([
        import("#adapters/excel/read-workbook.ts"),
        import("#features/timetable/mapping-rules.ts"),
        import("#features/timetable/mapping-store.ts"),
        import("#features/timetable/doubt-rules.ts"),
      ]);
    const workbook = await readWorkbook({ path: place });
    if (!workbook.ok) return context.fail(workbook.failure);
    const remembered = database === undefined ? [] : await listRememberedMappings(database.db);
    const sheet = textValue(context, "sheet");
    const one = { sheet, headerRow: header.value === 0 ? undefined : header.value };
    const isAboutOne = sheet !== undefined || header.value !== 0;
    const named = isAboutOne ? describeSheet(workbook.value, remembered, one) : undefined;
    const sheets = isAboutOne ? (named === undefined ? [] : [named]) : describeSheets(workbook.value, remembered);
    if (sheets.length === 0) {
      const names = workbook.value.sheets.map((each) => each.name);
      return context.fail(noSuchSheet(sheet ?? workbook.value.fileName, names));
    }
    if (context.json) context.terminal.json({ sheets: sheets.map((each) => mappingDocument(context, each)) });
    else for (const each of sheets) printMapping(context, each);
    const isOpen = sheets.some((each) => each.isRead && (each.doubts.length > 0 || each.absent.length > 0));
    return isOpen ? 3 : 0;
  });
}

async function decide(context: CommandContext, place: string, decision: MappingDecision): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { rememberMapping } = await import("#features/timetable/remember-mapping.ts");
    const workbook = await app.services.readWorkbook({ path: place });
    if (!workbook.ok) return context.fail(workbook.failure);
    const { clock } = app;
    const { db } = app.database;
    const decided = await rememberMapping({ db, clock, by: "cli", workbook: workbook.value, decision });
    if (!decided.ok) return context.fail(decided.failure);
    if (context.json) context.terminal.json({ sheets: [mappingDocument(context, decided.value)] });
    else printMapping(context, decided.value);
    return 0;
  });
}

async function forgetOne(context: CommandContext, id: string): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { forgetMapping } = await import("#features/timetable/forget-mapping.ts");
    const forgotten = await forgetMapping({ db: app.database.db, clock: app.clock, by: "cli", id });
    if (!forgotten.ok) return context.fail(forgotten.failure);
    if (context.json) context.terminal.json({ forgotten: id });
    else context.terminal.print(context.text(say("C'est oublié.", "It is forgotten.")));
    return 0;
  });
}
