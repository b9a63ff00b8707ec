import { join, say, type Bilingual } from "#lib/bilingual.ts";

import type { Problem, Role, TimetableLine } from "./shape-rules.ts";

/** What the columns are called. */
export const roleNames: Readonly<Record<Role | "start", Bilingual>> = {
  title: say("le titre du cours", "the course's title"),
  coach: say("le professeur", "the coach"),
  email: say("l'adresse e-mail", "the e-mail address"),
  day: say("le jour", "the day"),
  start: say("l'heure", "the time"),
  end: say("l'heure de fin", "the end"),
  duration: say("la durée", "the duration"),
  level: say("le niveau", "the level"),
  assistant: say("l'assistant", "the assistant"),
  group: say("le groupe Telegram", "the Telegram group"),
  remark: say("la remarque", "the remark"),
};

const leftOut = say("La ligne est laissée de côté.", "The line is left out.");

export function missing(cell: string, role: Role | "start"): Problem {
  const name = roleNames[role];
  return {
    cell,
    severity: "error",
    code: role === "start" ? "time.missing" : `${role}.missing`,
    message: join(say(`Il manque ${name.fr}.`, `${capital(name.en)} is missing.`), leftOut),
    suggestion: say("Remplissez cette cellule.", "Fill in this cell."),
  };
}

export function dayUnknown(cell: string, value: string, meant: string | undefined): Problem {
  return {
    cell,
    severity: "error",
    code: "day.unknown",
    value,
    message: join(say(`« ${value} » n'est pas un jour.`, `"${value}" is not a day.`), leftOut),
    suggestion:
      meant === undefined
        ? say("Écrivez un jour, de lundi à dimanche.", "Write a day, from Monday to Sunday.")
        : say(`Vouliez-vous dire ${meant} ?`, `Did you mean ${meant}?`),
  };
}

export function notATime(cell: string, value: string, impossible: boolean): Problem {
  return {
    cell,
    severity: "error",
    code: impossible ? "time.impossible" : "time.unreadable",
    value,
    message: join(
      impossible
        ? say(`L'heure « ${value} » n'existe pas.`, `There is no such time as "${value}".`)
        : say(`« ${value} » n'est pas une heure.`, `"${value}" is not a time.`),
      leftOut,
    ),
    suggestion: say("Écrivez l'heure comme 19h30 ou 19:30.", "Write the time as 19:30 or 7:30pm."),
  };
}

/** The same slip where another column still gives the time: the line is taken. */
export function asWarning(problem: Problem, truth: string): Problem {
  const value = problem.value ?? "";
  return {
    ...problem,
    severity: "warning",
    message: say(
      `« ${value} » n'est pas une heure. La ligne est prise avec l'heure des autres colonnes (${truth}).`,
      `"${value}" is not a time. The line is taken with the time of the other columns (${truth}).`,
    ),
    suggestion: say(
      "Corrigez cette cellule pour que les colonnes concordent.",
      "Correct this cell so that the columns agree.",
    ),
  };
}

export function endBeforeStart(cell: string, value: string, start: string): Problem {
  return {
    cell,
    severity: "error",
    code: "end.before-start",
    value,
    message: join(
      say(
        `Le cours finirait (${value}) avant de commencer (${start}).`,
        `The class would end (${value}) before it begins (${start}).`,
      ),
      leftOut,
    ),
    suggestion: say("Corrigez l'heure de début ou de fin.", "Correct the start or the end."),
  };
}

export function notAGroup(cell: string, value: string): Problem {
  return {
    cell,
    severity: "error",
    code: "group.unreadable",
    value,
    message: join(say(`« ${value} » n'est pas un groupe Telegram.`, `"${value}" is not a Telegram group.`), leftOut),
    suggestion: say(
      "Donnez l'identifiant du groupe : un nombre qui commence par -100.",
      "Give the group's id: a number that begins with -100.",
    ),
  };
}

export function groupIsLink(cell: string, value: string): Problem {
  return {
    cell,
    severity: "warning",
    code: "group.link",
    value,
    message: say(
      `« ${value} » est un lien, pas l'identifiant d'un groupe : le cours est pris, mais aucun message ne peut y être envoyé.`,
      `"${value}" is a link, not a group's id: the class is taken, but no message can be sent there.`,
    ),
    suggestion: say(
      "Ajoutez le bot au groupe et mettez ici l'identifiant du groupe (il commence par -100).",
      "Add the bot to the group and put the group's id here (it begins with -100).",
    ),
  };
}

export function remarkAsked(cell: string, value: string): Problem {
  return {
    cell,
    severity: "warning",
    code: "remark.asked",
    value,
    message: say(
      `La remarque « ${value} » change peut-être les dates du cours ; Carillon ne la comprend pas et prévoit le cours chaque semaine.`,
      `The remark "${value}" may change the dates of the class; Carillon does not understand it and plans the class every week.`,
    ),
    suggestion: say("Dites quelles semaines le cours a lieu.", "Say in which weeks the class takes place."),
  };
}

export function columnsDisagree(cell: string, value: string, truth: string): Problem {
  return {
    cell,
    severity: "warning",
    code: "time.columns-disagree",
    value,
    message: say(
      `« ${value} » ne correspond pas à ${truth}. C'est ${truth} qui compte.`,
      `"${value}" does not agree with ${truth}. ${truth} counts.`,
    ),
    suggestion: say("Corrigez celle des deux colonnes qui se trompe.", "Correct the column that is wrong."),
  };
}

export function clockChange(cell: string, value: string, zone: string, from: Temporal.PlainDate): Problem {
  const day = from.toString();
  return {
    cell,
    severity: "notice",
    code: "time.clock-change",
    value,
    message: say(
      `Dans la semaine du ${day}, l'heure de ${zone} a changé : cette colonne (ici « ${value} ») ne correspond plus à la colonne qui fait foi. Les messages donnent l'heure juste.`,
      `In the week of ${day} the clocks of ${zone} have changed: this column (here "${value}") no longer agrees with the column that is the truth. The messages give the right time.`,
    ),
    suggestion: say(
      "Rien à faire pour Carillon ; corrigez la colonne si des personnes la lisent.",
      "Nothing to do for Carillon; correct the column if people read it.",
    ),
  };
}

export function titleContradicts(cell: string, value: string, truth: string): Problem {
  return {
    cell,
    severity: "warning",
    code: "title.contradicts",
    value,
    message: say(
      `Le titre « ${value} » ne dit pas la même heure que les colonnes (${truth}). Les colonnes comptent.`,
      `The title "${value}" does not say the same time as the columns (${truth}). The columns count.`,
    ),
    suggestion: say("Corrigez l'heure dans le titre.", "Correct the time in the title."),
  };
}

export function titleInOtherZone(cell: string, value: string, truth: string, other: string): Problem {
  return {
    cell,
    severity: "warning",
    code: "title.other-zone",
    value,
    message: say(
      `Le titre « ${value} » donne l'heure d'une autre colonne (${other}) alors que les autres titres suivent ${truth}. Les colonnes comptent.`,
      `The title "${value}" gives the time of another column (${other}) while the other titles follow ${truth}. The columns count.`,
    ),
    suggestion: say("Écrivez le titre comme les autres.", "Write the title as the others are."),
  };
}

export function titleDay(cell: string, value: string, code: string): Problem {
  return {
    cell,
    severity: "warning",
    code: "title.day",
    value,
    message: say(
      `Le titre « ${value} » annonce les jours « ${code} », la colonne un autre jour. La colonne compte.`,
      `The title "${value}" announces the days "${code}", the column another day. The column counts.`,
    ),
    suggestion: say("Corrigez le titre ou le jour.", "Correct the title or the day."),
  };
}

export function otherCoach(cell: string, coach: string, usual: string, course: string): Problem {
  return {
    cell,
    severity: "warning",
    code: "coach.differs",
    value: coach,
    message: say(
      `« ${course} » est tenu par ${usual}, et sur cette ligne par ${coach}. La ligne est prise telle quelle.`,
      `"${course}" is held by ${usual}, and on this line by ${coach}. The line is taken as it stands.`,
    ),
    suggestion: say("Est-ce un remplacement, ou une erreur ?", "Is it a substitute, or a slip?"),
  };
}

export function coachTwice(cell: string, line: TimetableLine, other: TimetableLine): Problem {
  return {
    cell,
    severity: "warning",
    code: "coach.twice",
    value: line.coach,
    message: say(
      `${line.coach} a deux cours en même temps : « ${line.course} » et « ${other.course} » (${placeOnly(other.cell)}). Les deux sont pris.`,
      `${line.coach} has two classes at once: "${line.course}" and "${other.course}" (${placeOnly(other.cell)}). Both are taken.`,
    ),
    suggestion: say(
      "Changez l'heure ou le professeur de l'un des deux.",
      "Change the time or the coach of one of them.",
    ),
  };
}

export function groupTwice(cell: string, line: TimetableLine, other: TimetableLine): Problem {
  return {
    cell,
    severity: "warning",
    code: "group.twice",
    value: line.course,
    message: say(
      `Le même groupe a deux cours en même temps : « ${line.course} » et « ${other.course} » (${placeOnly(other.cell)}). Les deux sont pris.`,
      `The same group has two classes at once: "${line.course}" and "${other.course}" (${placeOnly(other.cell)}). Both are taken.`,
    ),
    suggestion: say("Changez l'heure ou le groupe de l'un des deux.", "Change the time or the group of one of them."),
  };
}

export function duplicated(cell: string, line: TimetableLine, first: string): Problem {
  return {
    cell,
    severity: "warning",
    code: "line.duplicated",
    value: line.course,
    message: say(
      `Cette ligne répète ${placeOnly(first)} : même cours, même jour, même heure. Elle compte une fois.`,
      `This line repeats ${placeOnly(first)}: same course, same day, same time. It counts once.`,
    ),
    suggestion: say("Supprimez l'une des deux lignes.", "Delete one of the two lines."),
  };
}

/** `Fix Schedule!A31` → `A31`: on one sheet the cell is enough. */
function placeOnly(cell: string): string {
  return cell.split("!").at(-1) ?? cell;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
