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

export function grid(sheet: string, row: number): Failure {
  return {
    code: "timetable.grid",
    what: say(
      `La feuille « ${sheet} » est un tableau de la semaine, les jours côte à côte (ligne ${row}) : on n'y lit pas à quel professeur ni à quel groupe Telegram appartient chaque case.`,
      `The sheet "${sheet}" is a picture of the week with the days side by side (row ${row}): it does not say which coach and which Telegram group each box belongs to.`,
    ),
    remedy: say(
      "Faites une feuille avec une ligne par cours : Cours, Professeur, Groupe Telegram, puis soit Jour et Heure, soit une colonne par jour (Lundi, Mardi…) où l'on écrit l'heure. « carillon export FICHIER » en donne un modèle. L'emploi du temps en vigueur n'a pas changé.",
      "Make a sheet with one line a course: Course, Coach, Telegram group, then either Day and Time, or one column a day (Monday, Tuesday…) that holds the time. `carillon export FILE` gives a model. The timetable in force has not changed.",
    ),
    place: `${sheet}!${row}`,
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
    "Importez-le une fois à la page « Emploi du temps ». Sur la machine : « carillon import FICHIER », ou son chemin dans CARILLON_WORKBOOK.",
    "Import it once on the page “Timetable”. On the machine: `carillon import FILE`, or its path in CARILLON_WORKBOOK.",
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

export function tooMuchRemoved(file: string, removed: number, inForce: number): Failure {
  return {
    code: "timetable.too-much-removed",
    what: say(
      `« ${file} » enlèverait ${removed} des ${inForce} lignes de l'emploi du temps, plus d'un tiers : c'est peut-être le mauvais fichier. Rien n'a été changé.`,
      `"${file}" would remove ${removed} of the ${inForce} lines of the timetable, more than a third: it may be the wrong file. Nothing was changed.`,
    ),
    remedy: say(
      "Regardez la différence avec « carillon import FICHIER --dry-run » ; si elle est voulue, « carillon import FICHIER --agree ».",
      "Look at the difference with `carillon import FILE --dry-run`; if it is meant, `carillon import FILE --agree`.",
    ),
    place: file,
  };
}

export const nothingToUndo: Failure = {
  code: "timetable.nothing-to-undo",
  what: say(
    "Il n'y a aucun import à annuler : aucun n'a changé l'emploi du temps, ou tous sont déjà annulés.",
    "There is no import to undo: none changed the timetable, or all are undone already.",
  ),
  remedy: say(
    "« carillon imports » montre l'histoire des imports.",
    "`carillon imports` shows the history of imports.",
  ),
};

export function notTheLastImport(number: number, last: number): Failure {
  return {
    code: "timetable.not-the-last-import",
    what: say(
      `L'import ${number} ne peut pas être annulé maintenant : le dernier qui a changé l'emploi du temps est le ${last}.`,
      `Import ${number} cannot be undone now: the last one that changed the timetable is ${last}.`,
    ),
    remedy: say(
      `Annulez d'abord le ${last} : « carillon imports undo ${last} ».`,
      `Undo ${last} first: \`carillon imports undo ${last}\`.`,
    ),
    place: String(number),
  };
}

/** The weekly run met the file whose import a person undid. */
export function undoneFile(number: number, file: string): Bilingual {
  return say(
    `« ${file} » est resté tel qu'à l'import ${number}, qui a été annulé : il n'est pas repris. Corrigez-le, ou importez-le à la main.`,
    `"${file}" is still as it was at import ${number}, which was undone: it is not taken again. Correct it, or import it by hand.`,
  );
}

export function noSuchImport(number: number): Failure {
  return {
    code: "timetable.no-such-import",
    what: say(`Il n'y a pas d'import ${number}.`, `There is no import ${number}.`),
    remedy: say("« carillon imports » les montre.", "`carillon imports` shows them."),
    place: String(number),
  };
}

/** An import was taken back. */
export function importUndone(
  number: number,
  file: string,
  sessions: { readonly created: number; readonly changed: number; readonly cancelled: number },
): Bilingual {
  return say(
    `L'import ${number} (${file}) est annulé. Séances des 7 jours : ${sessions.created} nouvelles, ${sessions.changed} changées, ${sessions.cancelled} annulées ; les réunions et les messages suivent.`,
    `Import ${number} (${file}) is undone. Sessions of the next 7 days: ${sessions.created} new, ${sessions.changed} changed, ${sessions.cancelled} cancelled; meetings and messages follow.`,
  );
}

export function noSuchCourse(written: string): Failure {
  return {
    code: "timetable.no-such-course",
    what: say(`Aucun cours en vigueur ne s'appelle « ${written} ».`, `No course in force is called "${written}".`),
    remedy: say(
      "« carillon courses » les montre ; quelques mots du titre suffisent.",
      "`carillon courses` shows them; a few words of the title are enough.",
    ),
    place: written,
  };
}

export function severalCourses(
  written: string,
  courses: readonly { readonly title: string; readonly id: string }[],
): Failure {
  const shown = courses.slice(0, 10).map((course) => `${course.title} [${course.id}]`);
  const list = `${shown.join(", ")}${courses.length > shown.length ? ", …" : ""}`;
  return {
    code: "timetable.several-courses",
    what: say(
      `« ${written} » peut désigner ${courses.length} cours : ${list}.`,
      `"${written}" may mean ${courses.length} courses: ${list}.`,
    ),
    remedy: say(
      "Donnez plus de mots du titre, ou l'identifiant entre crochets.",
      "Give more words of the title, or the id in brackets.",
    ),
    place: written,
  };
}

export function datesReversed(startsOn: string, endsOn: string): Failure {
  return {
    code: "timetable.dates-reversed",
    what: say(
      `Le dernier jour (${endsOn}) vient avant le premier (${startsOn}).`,
      `The last day (${endsOn}) comes before the first (${startsOn}).`,
    ),
    remedy: say("Échangez-les, ou enlevez-en un avec « none ».", "Exchange them, or take one away with `none`."),
    place: "endsOn",
  };
}

/** What a person looked at is not what would be imported. */
export const workbookChanged: Failure = {
  code: "timetable.workbook-changed",
  what: say(
    "Le classeur a changé depuis que vous l'avez regardé. Rien n'a été importé.",
    "The workbook has changed since you looked at it. Nothing was imported.",
  ),
  remedy: say("Regardez-le encore, puis importez-le.", "Look at it again, then import it."),
};
