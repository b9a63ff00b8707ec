import { join, say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import type { DayColumn } from "./content-rules.ts";
import type { Doubt } from "./header-rules.ts";
import { rolesByColumn } from "./mapping-rules.ts";
import { roleNames } from "./problem-rules.ts";
import type { ColumnMapping } from "./rules.ts";
import { columnName } from "./text-rules.ts";

/** What the recognition asks about a sheet, in one sentence. */
export function questionOf(doubt: Doubt): Bilingual {
  switch (doubt.kind) {
    case "two columns": {
      const [first = "", second = ""] = doubt.columns.map(columnName);
      const role = roleNames[doubt.role];
      return say(
        `Les colonnes ${first} et ${second} pourraient donner ${role.fr} : est-ce bien ${first} ?`,
        `The columns ${first} and ${second} may both give ${role.en}: is it ${first}?`,
      );
    }
    case "by content": {
      const role = roleNames[doubt.role];
      const column = columnName(doubt.column);
      return say(
        `Aucun titre ne le dit, mais d'après ses cellules la colonne ${column} donne ${role.fr} : est-ce juste ?`,
        `No header says so, but by its cells column ${column} gives ${role.en}: is that right?`,
      );
    }
    case "no header":
      return say(
        "La feuille n'a pas de ligne de titres : les colonnes sont devinées d'après leurs cellules. Est-ce juste ?",
        "The sheet has no header row: its columns are told by their cells. Is that right?",
      );
    case "two sheets": {
      const [first = "", second = ""] = doubt.sheets;
      return say(
        `Les feuilles « ${first} » et « ${second} » ont ${doubt.lines} lignes en commun : laquelle est la bonne ?`,
        `The sheets "${first}" and "${second}" have ${doubt.lines} lines in common: which is the right one?`,
      );
    }
  }
}

/** An import stops here until a person has answered once; the answer is remembered. */
export function mappingAsked(
  file: string,
  sheets: readonly { readonly sheet: string; readonly doubts: readonly Doubt[] }[],
): Failure {
  const asked = sheets.filter((one) => one.doubts.length > 0);
  const questions = new Map(
    asked.flatMap(({ sheet, doubts }) =>
      doubts.map((doubt) => {
        const question = questionOf(doubt);
        const isOfSheet = doubt.kind !== "two sheets";
        const place = isOfSheet ? say(`« ${sheet} » :`, `"${sheet}":`) : undefined;
        return [`${isOfSheet ? sheet : ""} ${question.en}`, join(place, question)] as const;
      }),
    ),
  );
  return {
    code: "timetable.mapping-asked",
    what: join(
      say(
        `C'est la première fois que Carillon voit un classeur fait comme « ${file} », et il a une question.`,
        `It is the first time that Carillon sees a workbook made like "${file}", and it has a question.`,
      ),
      ...questions.values(),
    ),
    remedy: say(
      "« carillon mapping FICHIER » montre ce qui est compris ; --confirm l'accepte, --set le corrige, --ignore FEUILLE laisse une feuille de côté. La réponse est retenue. L'emploi du temps en vigueur n'a pas changé.",
      "`carillon mapping FILE` shows what is understood; --confirm accepts it, --set corrects it, --ignore SHEET leaves a sheet alone. The answer is remembered. The timetable in force has not changed.",
    ),
    place: file,
  };
}

/** An import stops here, once a shape, until a person has seen how it is understood: nothing is in doubt, all is new. */
export function newShapeAsked(file: string, sheets: readonly (Understood & { readonly sheet: string })[]): Failure {
  return {
    code: "timetable.new-shape",
    what: join(
      say(
        `C'est la première fois que Carillon voit un classeur fait comme « ${file} ». Il le comprend ainsi :`,
        `It is the first time that Carillon sees a workbook made like "${file}". It understands it so:`,
      ),
      ...sheets.map(({ sheet, ...understood }) => {
        const list = columnsInWords(understood);
        return say(`« ${sheet} » : ${list.fr}.`, `"${sheet}": ${list.en}.`);
      }),
    ),
    remedy: say(
      "Si c'est juste, importez-le une fois avec « carillon import FICHIER --agree » ; sinon « carillon mapping FICHIER --set … » corrige. La réponse est retenue. L'emploi du temps en vigueur n'a pas changé.",
      "If that is right, import it once with `carillon import FILE --agree`; if not, `carillon mapping FILE --set …` corrects it. The answer is remembered. The timetable in force has not changed.",
    ),
    place: file,
  };
}

/** How the columns of a sheet were understood, told once when its shape is new. */
export function shapeSeen({ sheet, ...understood }: Understood & { readonly sheet: string }): Bilingual {
  const list = columnsInWords(understood);
  return say(
    `La feuille « ${sheet} » est d'une forme nouvelle ; ses colonnes sont comprises ainsi : ${list.fr}. « carillon mapping FICHIER » les corrige.`,
    `The sheet "${sheet}" is of a new shape; its columns are understood so: ${list.en}. \`carillon mapping FILE\` corrects them.`,
  );
}

export function noSuchSheet(wanted: string, sheets: readonly string[]): Failure {
  return {
    code: "mapping.no-sheet",
    what: say(
      `« ${wanted} » n'a pas de feuille où lire un emploi du temps, ou pas cette ligne. Feuilles vues : ${sheets.join(", ")}.`,
      `"${wanted}" has no sheet to read a timetable from, or not that row. Sheets seen: ${sheets.join(", ")}.`,
    ),
    remedy: say(
      "Nommez la feuille avec --sheet et la ligne de ses titres avec --header.",
      "Name the sheet with --sheet and the row of its header with --header.",
    ),
    place: wanted,
  };
}

export function noSuchMapping(id: string): Failure {
  return {
    code: "mapping.unknown",
    what: say(`Rien n'est retenu sous « ${id} ».`, `Nothing is remembered under "${id}".`),
    remedy: say("« carillon mapping » montre ce qui est retenu.", "`carillon mapping` shows what is remembered."),
    place: id,
  };
}

/** What the columns of a sheet are taken for. */
interface Understood {
  readonly columns: ColumnMapping;
  readonly dayColumns: readonly DayColumn[];
}

function columnsInWords({ columns, dayColumns }: Understood): Bilingual {
  const all = [...rolesByColumn(columns, dayColumns)];
  return say(
    all.map(([column, what]) => `${column} = ${inFrench(what)}`).join(", "),
    all.map(([column, what]) => `${column} = ${what}`).join(", "),
  );
}

/** What a column holds, by its French name; what follows, such as the zone of an hour, stays. */
function inFrench(what: string): string {
  const [role = "", ...rest] = what.split(" ");
  const name = Object.entries(roleNames).find(([known]) => known === role)?.[1].fr ?? role;
  return [name, ...rest].join(" ");
}
