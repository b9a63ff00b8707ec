import { count, say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import type { ImportFigures } from "./import-rules.ts";
import { roleNames } from "./problem-rules.ts";
import type { Role } from "./shape-rules.ts";

export function noSheet(file: string, sheets: readonly string[]): Failure {
  return {
    code: "timetable.no-sheet",
    what: say(
      `Aucune feuille de « ${file} » ne ressemble à un emploi du temps : il faut une ligne de titres avec au moins le jour, l'heure et le groupe. Feuilles vues : ${sheets.join(", ")}.`,
      `No sheet of "${file}" looks like a timetable: it takes a header row with at least the day, the time and the group. Sheets seen: ${sheets.join(", ")}.`,
    ),
    remedy: say(
      "Vérifiez que c'est le bon fichier et que la ligne de titres (Jour, Heure, Groupe…) y est.",
      "Check that it is the right file and that it has its header row (Day, Time, Group…).",
    ),
    place: file,
  };
}

export function noColumn(sheet: string, row: number, absent: readonly (Role | "start")[]): Failure {
  const fr = absent.map((role) => roleNames[role].fr).join(", ");
  const en = absent.map((role) => roleNames[role].en).join(", ");
  return {
    code: "timetable.no-column",
    what: say(
      `La feuille « ${sheet} » n'a pas de colonne pour : ${fr} (titres lus à la ligne ${row}).`,
      `The sheet "${sheet}" has no column for: ${en} (header read in row ${row}).`,
    ),
    remedy: say(
      "Ajoutez la colonne ou son titre. L'emploi du temps en vigueur n'a pas changé.",
      "Add the column or its header. The timetable in force has not changed.",
    ),
    place: `${sheet}!${row}`,
  };
}

export function noLine(sheet: string): Failure {
  return {
    code: "timetable.no-line",
    what: say(
      `La feuille « ${sheet} » n'a aucune ligne que Carillon puisse prendre.`,
      `The sheet "${sheet}" has no line that Carillon can take.`,
    ),
    remedy: say(
      "Vérifiez que c'est le bon classeur. L'emploi du temps en vigueur n'a pas changé.",
      "Check that it is the right workbook. The timetable in force has not changed.",
    ),
    place: sheet,
  };
}

export const workbookNotSet: Failure = {
  code: "workbook.not-set",
  what: say(
    "Carillon ne sait pas où est le classeur de l'école.",
    "Carillon does not know where the school's workbook is.",
  ),
  remedy: say(
    "Mettez son chemin dans CARILLON_WORKBOOK, ou importez-le une fois : carillon import FICHIER.",
    "Put its path into CARILLON_WORKBOOK, or import it once: carillon import FILE.",
  ),
};

/** What an import did, in one sentence. */
export function importDone(
  figures: ImportFigures,
  sessions: { readonly created: number; readonly changed: number; readonly cancelled: number },
): Bilingual {
  const lines = count(figures.entries, "ligne lue", "lignes lues", "line read", "lines read");
  return say(
    `${lines.fr} : ${figures.added} ajoutées, ${figures.changed} changées, ${figures.removed} enlevées, ${figures.unchanged} inchangées, ${figures.leftOut} laissées de côté. Séances des 7 jours : ${sessions.created} nouvelles, ${sessions.changed} changées, ${sessions.cancelled} annulées.`,
    `${lines.en}: ${figures.added} added, ${figures.changed} changed, ${figures.removed} removed, ${figures.unchanged} unchanged, ${figures.leftOut} left out. Sessions of the next 7 days: ${sessions.created} new, ${sessions.changed} changed, ${sessions.cancelled} cancelled.`,
  );
}
