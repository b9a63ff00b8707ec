import type { ImportRow } from "#features/timetable/import-store.ts";
import type { Problem } from "#features/timetable/rules.ts";
import { say, type Language } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import { countValue } from "./arguments.ts";
import type { Command, CommandContext, ExitCode } from "./command.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { printable, table } from "./terminal.ts";
import { misused, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";
import { momentIn } from "./wording.ts";

const verbs: Verbs = {
  show: {
    usage: "imports show NUMBER",
    least: 1,
    most: 1,
    run: async (context, [written = ""]) => {
      const number = readNumber(written);
      return number.ok ? await show(context, number.value) : misused(context, number.failure);
    },
  },
  undo: {
    usage: "imports undo [NUMBER]",
    least: 0,
    most: 1,
    run: async (context, [written]) => {
      const number = written === undefined ? ok(undefined) : readNumber(written);
      return number.ok ? await undo(context, number.value) : misused(context, number.failure);
    },
  },
};

function readNumber(written: string): Result<number> {
  const number = Number(written);
  if (Number.isSafeInteger(number) && number >= 1) return ok(number);
  const allowed = say("Donnez le numéro d'un import, par exemple 3.", "Give the number of an import, for example 3.");
  return failed(wrongValue("imports", written, allowed));
}

/** `carillon imports`: what was imported, by whom, and how to take it back. */
export const imports: Command = {
  name: "imports",
  summary: say(
    "Montre l'histoire des imports, ou annule le dernier.",
    "Shows the history of imports, or undoes the last.",
  ),
  usage: ["imports [--limit N]", ...Object.values(verbs).map((verb) => verb.usage)],
  options: {
    limit: { type: "string", value: "N", about: say("Combien au plus (20).", "How many at most (20).") },
  },
  details: say(
    "undo remet l'emploi du temps comme avant le dernier import qui l'a changé ; répété, il remonte plus loin. Les exceptions, les jours fériés et les dates des cours restent. Le fichier annulé n'est pas repris le dimanche tant que personne ne l'a corrigé. Avec --json : [{number, importedAt, by, fileName, sha256, sheet, figures, problems, undoneAt, undoneBy}].",
    "undo brings the timetable back to what it was before the last import that changed it; repeated, it goes further back. Exceptions, holidays and courses' dates stay. The undone file is not taken again on Sunday until somebody corrects it. With --json: [{number, importedAt, by, fileName, sha256, sheet, figures, problems, undoneAt, undoneBy}].",
  ),
  words: { least: 0, most: 2 },
  run: async (context) => await runVerb(context, "imports", verbs, list),
};

async function list(context: CommandContext): Promise<ExitCode> {
  const limit = countValue(context.values, "limit", 20);
  if (!limit.ok) return misused(context, limit.failure);
  return await withDatabaseIfAny(context, async (database, config) => {
    const { listImports } = await import("#features/timetable/import-store.ts");
    const rows = database === undefined ? [] : await listImports(database.db, limit.value);
    if (context.json) context.terminal.json(rows.map((row) => documentOf(row, context)));
    else if (rows.length === 0)
      context.terminal.say(context.text(say("Rien n'a encore été importé.", "Nothing has been imported yet.")));
    else for (const line of linesOf(context, rows, config.school.timeZone)) context.terminal.print(line);
    return 0;
  });
}

async function show(context: CommandContext, number: number): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, config) => {
    const [{ findImport }, { noSuchImport }] = await Promise.all([
      import("#features/timetable/import-store.ts"),
      import("#features/timetable/texts.ts"),
    ]);
    const row = database === undefined ? undefined : await findImport(database.db, number);
    if (row === undefined) return context.fail(noSuchImport(number));
    if (context.json) {
      context.terminal.json(documentOf(row, context));
      return 0;
    }
    for (const line of linesOf(context, [row], config.school.timeZone)) context.terminal.print(line);
    context.terminal.print(`SHA-256 ${row.sha256}`);
    for (const problem of row.problems) {
      context.terminal.print(`  ${printable(problem.cell)}  ${printable(context.text(problem.message))}`);
    }
    return 0;
  });
}

async function undo(context: CommandContext, number: number | undefined): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { undoLastImport } = await import("#app/undo-last-import.ts");
    const undone = await undoLastImport(app, { by: "cli", number });
    if (!undone.ok) return context.fail(undone.failure);
    const { row, sessions } = undone.value;
    if (context.json) {
      const { changes: _changes, ...figures } = sessions;
      context.terminal.json({ undone: documentOf(row, context), sessions: figures });
      return 0;
    }
    const { importUndone } = await import("#features/timetable/texts.ts");
    context.terminal.print(printable(context.text(importUndone(row.number, row.fileName, sessions))));
    return 0;
  });
}

function linesOf(context: CommandContext, rows: readonly ImportRow[], zone: TimeZone): readonly string[] {
  const heads = [
    "N°",
    context.text(say("Quand", "When")),
    context.text(say("Qui", "Who")),
    context.text(say("Fichier", "File")),
    "+",
    "~",
    "-",
    "=",
    context.text(say("Problèmes", "Problems")),
    "",
  ];
  return table(
    heads,
    rows.map(({ number, importedAt, by, fileName, figures, problems, undoneAt, undoneBy }) => [
      String(number),
      momentIn(importedAt, zone),
      printable(by),
      printable(fileName),
      String(figures.added),
      String(figures.changed),
      String(figures.removed),
      String(figures.unchanged),
      String(problems.length),
      undoneAt === null
        ? ""
        : context.terminal.tone(
            "warning",
            `${context.text(say("annulé par", "undone by"))} ${printable(undoneBy ?? "")} ${momentIn(undoneAt, zone)}`,
          ),
    ]),
  );
}

function documentOf(row: ImportRow, { language }: CommandContext): object {
  const { id: _id, path: _path, ...rest } = row;
  return { ...rest, problems: row.problems.map((problem) => problemDocument(problem, language)) };
}

/** A problem for programs; one that an older release noted may lack its reason or its remedy. */
function problemDocument(problem: Problem, language: Language): object {
  const { message, why, suggestion, ...rest }: Omit<Problem, "why" | "suggestion"> & Partial<Problem> = problem;
  return {
    ...rest,
    message: message[language],
    ...(why === undefined ? {} : { why: why[language] }),
    ...(suggestion === undefined ? {} : { suggestion: suggestion[language] }),
  };
}
