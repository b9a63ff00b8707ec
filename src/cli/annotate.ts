import { resolve } from "node:path";

import { count, say } from "#lib/bilingual.ts";

import type { CommandContext, ExitCode } from "./command.ts";
import { withDatabaseIfAny } from "./open-app.ts";
import { printable } from "./terminal.ts";

/** `carillon import FILE --annotate COPY`: a copy in which each cell with a problem says so; nothing is imported. */
export async function annotate(context: CommandContext, path: string, copy: string): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, { school }) => {
    const [{ workbookTaker }, { annotateProblems }, { listRememberedMappings }] = await Promise.all([
      import("#adapters/excel/take-workbook.ts"),
      import("#features/timetable/annotate-problems.ts"),
      import("#features/timetable/mapping-store.ts"),
    ]);
    const remembered = database === undefined ? [] : await listRememberedMappings(database.db);
    const to = resolve(copy);
    const { language, clock } = context;
    const written = await annotateProblems({
      source: { path },
      to,
      takeWorkbook: workbookTaker(),
      remembered,
      school,
      language,
      now: clock.now(),
    });
    if (!written.ok) return context.fail(written.failure);
    const { problems } = written.value;
    if (context.json) context.terminal.json({ copy: to, problems: problems.length });
    else {
      const found = count(problems.length, "problème", "problèmes", "problem", "problems");
      const sentence = say(
        `${found.fr} : la copie « ${printable(to)} » les montre. Rien n'a été importé.`,
        `${found.en}: the copy "${printable(to)}" shows them. Nothing was imported.`,
      );
      context.terminal.print(context.text(sentence));
    }
    return 0;
  });
}
