import { say, type Bilingual } from "#lib/bilingual.ts";

import type { Problem, Role } from "./shape-rules.ts";
import type { Time } from "./time-rules.ts";

/** What the columns are called. */
export const roleNames: Readonly<Record<Role | "start", Bilingual>> = {
  title: say("le titre du cours", "the course's title"),
  coach: say("le professeur", "the coach"),
  email: say("l'adresse e-mail", "the e-mail address"),
  day: say("le jour", "the day"),
  start: say("l'heure", "the time"),
  end: say("l'heure de fin", "the end"),
  duration: say("la durée", "the duration"),
  zone: say("le fuseau horaire", "the time zone"),
  level: say("le niveau", "the level"),
  assistant: say("l'assistant", "the assistant"),
  group: say("le groupe Telegram", "the Telegram group"),
  topic: say("le fil du groupe", "the group's topic"),
  language: say("la langue", "the language"),
  link: say("le lien de la réunion", "the meeting's link"),
  from: say("la date de début", "the start date"),
  until: say("la date de fin", "the end date"),
  remark: say("la remarque", "the remark"),
};

/** Why an error matters: the same for each of them. */
const leftOut = say(
  "Sans cela, Carillon devrait inventer : la ligne est laissée de côté, et ce cours garde ce qui était prévu la semaine dernière.",
  "Without it Carillon would have to invent: the line is left out, and the class keeps what was in force last week.",
);

type Words = Pick<Problem, "message" | "suggestion"> & { readonly why?: Bilingual };

function error(cell: string, code: string, value: string | undefined, { message, why, suggestion }: Words): Problem {
  const given = value === undefined ? {} : { value };
  return { cell, severity: "error", code, ...given, message, why: why ?? leftOut, suggestion };
}

function warning(cell: string, code: string, value: string, words: Words & { readonly why: Bilingual }): Problem {
  return { cell, severity: "warning", code, value, ...words };
}

export function missing(cell: string, role: Role | "start"): Problem {
  const name = roleNames[role];
  return error(cell, role === "start" ? "time.missing" : `${role}.missing`, undefined, {
    message: say(`Il manque ${name.fr}.`, `${capital(name.en)} is missing.`),
    suggestion: say("Remplissez cette cellule.", "Fill in this cell."),
  });
}

export function dayUnknown(cell: string, value: string, meant: string | undefined): Problem {
  return error(cell, "day.unknown", value, {
    message: say(`« ${value} » n'est pas un jour.`, `"${value}" is not a day.`),
    suggestion:
      meant === undefined
        ? say("Écrivez un jour, de lundi à dimanche.", "Write a day, from Monday to Sunday.")
        : say(`Vouliez-vous dire ${meant} ?`, `Did you mean ${meant}?`),
  });
}

/** Why a cell gives no time. */
export function noTime(cell: string, value: string, time: Time): Problem {
  if (time.kind === "several") {
    return error(cell, "time.several", value, {
      message: say(`« ${value} » donne deux heures.`, `"${value}" gives two times.`),
      suggestion: say(
        "Écrivez une ligne pour chaque heure ; si la seconde est la fin, mettez un tiret : 18h – 20h.",
        "Write one line for each time; if the second is the end, put a dash: 18:00 – 20:00.",
      ),
    });
  }
  const isImpossible = time.kind === "impossible";
  const meant = time.kind === "none" ? time.suggestion : undefined;
  return error(cell, isImpossible ? "time.impossible" : "time.unreadable", value, {
    message: isImpossible
      ? say(`L'heure « ${value} » n'existe pas.`, `There is no such time as "${value}".`)
      : say(`« ${value} » n'est pas une heure.`, `"${value}" is not a time.`),
    suggestion:
      meant === undefined
        ? say("Écrivez l'heure comme 19h30 ou 19:30.", "Write the time as 19:30 or 7:30pm.")
        : say(`Vouliez-vous dire ${meant} ?`, `Did you mean ${meant}?`),
  });
}

/** The same slip where another column still gives the time: the line is taken. */
export function asWarning(problem: Problem, truth: string): Problem {
  return {
    ...problem,
    severity: "warning",
    why: say(
      `Les colonnes ne se vérifient plus l'une l'autre : la ligne est prise avec l'heure des autres colonnes (${truth}).`,
      `The columns no longer check each other: the line is taken with the time of the other columns (${truth}).`,
    ),
    suggestion: say(
      "Corrigez cette cellule pour que les colonnes concordent.",
      "Correct this cell so that the columns agree.",
    ),
  };
}

export function endBeforeStart(cell: string, value: string, start: string): Problem {
  return error(cell, "end.before-start", value, {
    message: say(
      `Le cours finirait (${value}) avant de commencer (${start}).`,
      `The class would end (${value}) before it begins (${start}).`,
    ),
    suggestion: say("Corrigez l'heure de début ou de fin.", "Correct the start or the end."),
  });
}

export function notAGroup(cell: string, value: string, digitsLost: boolean): Problem {
  return error(cell, "group.unreadable", value, {
    message: digitsLost
      ? say(
          `« ${value} » est un identifiant arrondi par le tableur : ses derniers chiffres sont perdus.`,
          `"${value}" is an id that the spreadsheet rounded: its last digits are lost.`,
        )
      : say(`« ${value} » n'est pas un groupe Telegram.`, `"${value}" is not a Telegram group.`),
    suggestion: digitsLost
      ? say(
          "Mettez la colonne au format texte et recopiez-y l'identifiant.",
          "Give the column the text format and copy the id into it again.",
        )
      : say(
          "Donnez l'identifiant du groupe : un nombre qui commence par -100.",
          "Give the group's id: a number that begins with -100.",
        ),
  });
}

export function groupIsLink(cell: string, value: string): Problem {
  return warning(cell, "group.link", value, {
    message: say(`« ${value} » est un lien, pas l'identifiant d'un groupe.`, `"${value}" is a link, not a group's id.`),
    why: say(
      "Le cours est pris, mais aucun message ne peut y être envoyé : un bot n'écrit qu'à un identifiant.",
      "The class is taken, but no message can be sent there: a bot writes to an id only.",
    ),
    suggestion: say(
      "Ajoutez le bot au groupe et mettez ici l'identifiant du groupe (il commence par -100).",
      "Add the bot to the group and put the group's id here (it begins with -100).",
    ),
  });
}

export function groupMended(cell: string, value: string, id: string): Problem {
  return {
    ...warning(cell, "group.mended", value, {
      message: say(`« ${value} » est un identifiant sans son « -100 ».`, `"${value}" is an id without its "-100".`),
      why: say(
        `Telegram ne connaît le groupe que sous ${id} : c'est ce que Carillon prend.`,
        `Telegram knows the group as ${id} only: that is what Carillon takes.`,
      ),
      suggestion: say("Rien à faire si c'est bien ce groupe.", "Nothing to do if it is that group."),
    }),
    severity: "notice",
  };
}

export function remarkAsked(cell: string, value: string): Problem {
  return warning(cell, "remark.asked", value, {
    message: say(
      `La remarque « ${value} » change peut-être les dates du cours, et Carillon ne la comprend pas.`,
      `The remark "${value}" may change the dates of the class, and Carillon does not understand it.`,
    ),
    why: say(
      "Le cours est prévu chaque semaine : des élèves pourraient attendre un cours qui n'a pas lieu.",
      "The class is planned every week: students might wait for a class that does not take place.",
    ),
    suggestion: say("Dites quelles semaines le cours a lieu.", "Say in which weeks the class takes place."),
  });
}

export function lengthUnreadable(cell: string, value: string, minutes: number): Problem {
  return warning(cell, "duration.unreadable", value, {
    message: say(`« ${value} » n'est pas une durée.`, `"${value}" is not a duration.`),
    why: say(
      `La réunion pourrait finir trop tôt : la ligne est prise avec ${minutes} minutes.`,
      `The meeting might end too early: the line is taken with ${minutes} minutes.`,
    ),
    suggestion: say("Écrivez la durée comme 90 ou 1h30.", "Write the duration as 90 or 1h30."),
  });
}

export function lengthDisagrees(cell: string, value: string, minutes: number): Problem {
  return warning(cell, "duration.contradicts", value, {
    message: say(
      `La durée « ${value} » ne va pas avec l'heure de fin, qui donne ${minutes} minutes.`,
      `The duration "${value}" does not go with the end, which gives ${minutes} minutes.`,
    ),
    why: say(
      "La réunion ne peut avoir qu'une fin : c'est l'heure de fin qui compte.",
      "The meeting can have one end only: the time of the end counts.",
    ),
    suggestion: say("Corrigez l'une des deux cellules.", "Correct one of the two cells."),
  });
}

export function lastMinute(cell: string, value: string): Problem {
  return warning(cell, "time.midnight", value, {
    message: say(`« ${value} » est le minuit qui termine ce jour.`, `"${value}" is the midnight that ends this day.`),
    why: say(
      "À un jour près, tout le monde attendrait : la ligne est prise à 00:00 le jour suivant.",
      "One day off, and everybody would wait: the line is taken at 00:00 of the next day.",
    ),
    suggestion: say("Écrivez 00:00 avec le jour voulu.", "Write 00:00 with the day that you mean."),
  });
}

/** What was meant for the school as a whole is told as an optional cell that was not taken. */
export function notTaken(cell: string, role: Role, value: string, severity: "warning" | "notice"): Problem {
  const name = roleNames[role];
  return {
    ...warning(cell, `${role}.unreadable`, value, {
      message: say(`« ${value} » : ${name.fr} ne se lit pas.`, `"${value}": ${name.en} cannot be read.`),
      why: say(
        "La ligne est prise sans cela : ce qui en dépend suit les réglages de l'école.",
        "The line is taken without it: what depends on it follows the school's settings.",
      ),
      suggestion: say("Corrigez cette cellule, ou videz-la.", "Correct this cell, or empty it."),
    }),
    severity,
  };
}

export function dateUnreadable(cell: string, role: Role, value: string): Problem {
  const name = roleNames[role];
  return error(cell, "date.unreadable", value, {
    message: say(`« ${value} » : ${name.fr} n'est pas une date.`, `"${value}": ${name.en} is not a date.`),
    suggestion: say("Écrivez la date avec son année : 01/03/2026.", "Write the date with its year: 2026-03-01."),
  });
}

export function dateGuessed(cell: string, value: string, day: string): Problem {
  return warning(cell, "date.guessed", value, {
    message: say(
      `« ${value} » se lit de deux façons : le jour et le mois pourraient être échangés.`,
      `"${value}" reads in two ways: day and month could be the other way round.`,
    ),
    why: say(
      `Le cours commencerait ou finirait des mois à côté : la date est prise pour le ${day}.`,
      `The class would begin or end months off: the date is taken as ${day}.`,
    ),
    suggestion: say("Écrivez l'année d'abord : 2026-03-01.", "Write the year first: 2026-03-01."),
  });
}

export function datesReversed(cell: string, value: string, from: string): Problem {
  return error(cell, "date.reversed", value, {
    message: say(
      `Le cours finirait le ${value}, avant de commencer le ${from}.`,
      `The class would end on ${value}, before it begins on ${from}.`,
    ),
    suggestion: say("Corrigez l'une des deux dates.", "Correct one of the two dates."),
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
