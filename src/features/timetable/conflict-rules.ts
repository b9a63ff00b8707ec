import { say, type Bilingual } from "#lib/bilingual.ts";

import type { Problem, TimetableLine } from "./shape-rules.ts";

/** A line that contradicts itself or another: it is taken, with the choice that `why` tells. */
function conflict(
  cell: string,
  code: string,
  value: string,
  [message, why, suggestion]: readonly [message: Bilingual, why: Bilingual, suggestion: Bilingual],
): Problem {
  return { cell, severity: "warning", code, value, message, why, suggestion };
}

const columnsCount = say(
  "Les élèves liraient une autre heure que celle du cours : les colonnes comptent, jamais le titre.",
  "Students would read another time than the class's: the columns count, never the title.",
);
const bothTaken = say(
  "Personne ne peut être à deux endroits : les deux cours sont pris, et l'un des deux attendra.",
  "Nobody can be in two places: both classes are taken, and one of them will wait.",
);

export function columnsDisagree(cell: string, value: string, truth: string): Problem {
  return conflict(cell, "time.columns-disagree", value, [
    say(`« ${value} » ne correspond pas à ${truth}.`, `"${value}" does not agree with ${truth}.`),
    say(
      `L'une des deux colonnes se trompe d'heure : c'est ${truth} qui compte.`,
      `One of the two columns has the wrong time: ${truth} counts.`,
    ),
    say("Corrigez celle des deux colonnes qui se trompe.", "Correct the column that is wrong."),
  ]);
}

export function clockChange(cell: string, value: string, zone: string, from: Temporal.PlainDate): Problem {
  const day = from.toString();
  return {
    ...conflict(cell, "time.clock-change", value, [
      say(
        `Dans la semaine du ${day}, l'heure de ${zone} a changé : cette colonne (ici « ${value} ») ne correspond plus à la colonne qui fait foi.`,
        `In the week of ${day} the clocks of ${zone} have changed: this column (here "${value}") no longer agrees with the column that is the truth.`,
      ),
      say(
        "Qui lit cette colonne se trompe d'heure ; les messages de Carillon donnent l'heure juste.",
        "Whoever reads this column has the wrong time; Carillon's messages give the right one.",
      ),
      say(
        "Rien à faire pour Carillon ; corrigez la colonne si des personnes la lisent.",
        "Nothing to do for Carillon; correct the column if people read it.",
      ),
    ]),
    severity: "notice",
  };
}

export function titleContradicts(cell: string, value: string, truth: string): Problem {
  return conflict(cell, "title.contradicts", value, [
    say(
      `Le titre « ${value} » ne dit pas la même heure que les colonnes (${truth}).`,
      `The title "${value}" does not say the same time as the columns (${truth}).`,
    ),
    columnsCount,
    say("Corrigez l'heure dans le titre.", "Correct the time in the title."),
  ]);
}

export function titleInOtherZone(cell: string, value: string, truth: string, other: string): Problem {
  return conflict(cell, "title.other-zone", value, [
    say(
      `Le titre « ${value} » donne l'heure d'une autre colonne (${other}) alors que les autres titres suivent ${truth}.`,
      `The title "${value}" gives the time of another column (${other}) while the other titles follow ${truth}.`,
    ),
    columnsCount,
    say("Écrivez le titre comme les autres.", "Write the title as the others are."),
  ]);
}

export function titleDay(cell: string, value: string, code: string): Problem {
  return conflict(cell, "title.day", value, [
    say(
      `Le titre « ${value} » annonce les jours « ${code} », la colonne un autre jour.`,
      `The title "${value}" announces the days "${code}", the column another day.`,
    ),
    say(
      "Les élèves attendraient un autre jour : la colonne compte.",
      "Students would wait on another day: the column counts.",
    ),
    say("Corrigez le titre ou le jour.", "Correct the title or the day."),
  ]);
}

export function titleCoach(cell: string, value: string, named: string, coach: string): Problem {
  return conflict(cell, "title.coach", value, [
    say(
      `Le titre « ${value} » nomme ${named}, la colonne ${coach}.`,
      `The title "${value}" names ${named}, the column ${coach}.`,
    ),
    say(
      "Les élèves attendraient quelqu'un d'autre : la colonne compte.",
      "Students would wait for somebody else: the column counts.",
    ),
    say("Corrigez le titre ou le professeur.", "Correct the title or the coach."),
  ]);
}

export function otherCoach(cell: string, coach: string, usual: string, course: string): Problem {
  return conflict(cell, "coach.differs", coach, [
    say(
      `« ${course} » est tenu par ${usual}, et sur cette ligne par ${coach}.`,
      `"${course}" is held by ${usual}, and on this line by ${coach}.`,
    ),
    say(
      `La réunion s'ouvre chez la personne qui enseigne : la ligne est prise telle quelle, avec ${coach}.`,
      `The meeting opens with the one who teaches: the line is taken as it stands, with ${coach}.`,
    ),
    say("Est-ce un remplacement, ou une erreur ?", "Is it a substitute, or a slip?"),
  ]);
}

export function coachTwice(cell: string, line: TimetableLine, other: TimetableLine): Problem {
  return conflict(cell, "coach.twice", line.coach, [
    say(
      `${line.coach} a deux cours en même temps : « ${line.course} » et « ${other.course} » (${placeOnly(other.cell, cell)}).`,
      `${line.coach} has two classes at once: "${line.course}" and "${other.course}" (${placeOnly(other.cell, cell)}).`,
    ),
    bothTaken,
    say("Changez l'heure ou le professeur de l'un des deux.", "Change the time or the coach of one of them."),
  ]);
}

export function groupTwice(cell: string, line: TimetableLine, other: TimetableLine): Problem {
  return conflict(cell, "group.twice", line.course, [
    say(
      `Le même groupe a deux cours en même temps : « ${line.course} » et « ${other.course} » (${placeOnly(other.cell, cell)}).`,
      `The same group has two classes at once: "${line.course}" and "${other.course}" (${placeOnly(other.cell, cell)}).`,
    ),
    bothTaken,
    say("Changez l'heure ou le groupe de l'un des deux.", "Change the time or the group of one of them."),
  ]);
}

export function duplicated(cell: string, line: TimetableLine, first: string): Problem {
  return conflict(cell, "line.duplicated", line.course, [
    say(
      `Cette ligne répète ${placeOnly(first, cell)} : même cours, même jour, même heure.`,
      `This line repeats ${placeOnly(first, cell)}: same course, same day, same time.`,
    ),
    say(
      "Deux réunions s'ouvriraient pour un seul cours : la ligne compte une fois.",
      "Two meetings would open for one class: the line counts once.",
    ),
    say("Supprimez l'une des deux lignes.", "Delete one of the two lines."),
  ]);
}

/** `Fix Schedule!A31` → `A31` when the other cell is on the same sheet. */
function placeOnly(cell: string, beside: string): string {
  const at = cell.lastIndexOf("!");
  return beside.startsWith(cell.slice(0, at + 1)) ? cell.slice(at + 1) : cell;
}
