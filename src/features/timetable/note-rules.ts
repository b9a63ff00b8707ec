import { say, type Bilingual, type Language } from "#lib/bilingual.ts";

import type { CellNote } from "./ports.ts";
import type { Problem } from "./shape-rules.ts";
import { columnNumber } from "./text-rules.ts";

/** The sheet of an annotated copy that lists what was found. */
export const listName = "Carillon";

const severities: Readonly<Record<Problem["severity"], Bilingual>> = {
  error: say("Erreur", "Error"),
  warning: say("À vérifier", "To be checked"),
  notice: say("Bon à savoir", "Good to know"),
};
const rank = { error: 2, warning: 1, notice: 0 } as const;

/** One note a cell: all that is wrong there, in the colour of the worst. */
export function notesOf(problems: readonly Problem[], language: Language): readonly CellNote[] {
  return [...Map.groupBy(problems, (problem) => problem.cell)].flatMap(([cell, theirs]) => {
    const place = placeOf(cell);
    const [worst] = theirs.toSorted((a, b) => rank[b.severity] - rank[a.severity]);
    if (place === undefined || worst === undefined) return [];
    const comment = theirs
      .map(({ severity, message, why, suggestion }) =>
        [`${severities[severity][language]} — ${message[language]}`, why[language], `→ ${suggestion[language]}`].join(
          "\n",
        ),
      )
      .join("\n\n");
    return [{ ...place, severity: worst.severity, comment }];
  });
}

/** The same as a table, with its header. */
export function listOf(problems: readonly Problem[], language: Language): readonly (readonly string[])[] {
  const heads = [
    say("Cellule", "Cell"),
    say("Gravité", "Severity"),
    say("Valeur", "Value"),
    say("Ce qui ne va pas", "What is wrong"),
    say("Pourquoi cela compte", "Why it matters"),
    say("Que faire", "What to do"),
  ];
  const rows = problems.map(({ cell, severity, value, message, why, suggestion }) => [
    cell,
    severities[severity][language],
    value ?? "",
    message[language],
    why[language],
    suggestion[language],
  ]);
  return [heads.map((head) => head[language]), ...rows];
}

/** `Fix Schedule!AB31` → its sheet, row and column, both from 0. */
function placeOf(cell: string): Pick<CellNote, "sheet" | "row" | "column"> | undefined {
  const [, sheet, letters, row] = /^(.*)!([A-Z]+)(\d+)$/s.exec(cell) ?? [];
  if (sheet === undefined || letters === undefined) return undefined;
  return { sheet, row: Number(row) - 1, column: columnNumber(letters) };
}
