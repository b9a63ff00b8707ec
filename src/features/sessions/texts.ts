import { dayNames } from "#features/timetable/day-rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

/** Why a session that the timetable no longer holds does not take place. */
export const noLongerPlanned: Bilingual = say(
  "Cette séance n'est plus à l'emploi du temps.",
  "This session is no longer in the timetable.",
);

export function noSessionThen(
  course: string,
  from: string,
  until: string,
  entries: readonly { readonly weekday: number; readonly time: string; readonly timeZone: string }[],
): Failure {
  const when = from === until ? from : `${from}..${until}`;
  const usual = (language: "fr" | "en") =>
    entries.map(({ weekday, time, timeZone }) => `${dayNames[language][weekday - 1]} ${time} (${timeZone})`).join(", ");
  return {
    code: "sessions.none-then",
    what: say(
      `« ${course} » n'a pas de séance à cette date (${when}). Ses séances : ${usual("fr")}.`,
      `"${course}" has no session on that date (${when}). Its sessions: ${usual("en")}.`,
    ),
    remedy: say(
      "Donnez le jour de la séance dans le fuseau de sa ligne.",
      "Give the day of the session in its line's zone.",
    ),
    place: `${course} ${when}`,
  };
}

export function severalSessionsThen(course: string, date: string, times: readonly string[]): Failure {
  return {
    code: "sessions.several-then",
    what: say(
      `« ${course} » a plusieurs séances le ${date} : ${times.join(", ")}.`,
      `"${course}" has several sessions on ${date}: ${times.join(", ")}.`,
    ),
    remedy: say("Ajoutez l'heure : --time HH:MM.", "Add the time: --time HH:MM."),
    place: `${course} ${date}`,
  };
}

export function sessionBegun(course: string, date: string): Failure {
  return {
    code: "sessions.begun",
    what: say(
      `La séance de « ${course} » du ${date} a déjà commencé.`,
      `The session of "${course}" on ${date} has already begun.`,
    ),
    remedy: say(
      "Pour la rattraper, ajoutez une séance : « carillon exceptions extra ».",
      "To make up for it, add a session: `carillon exceptions extra`.",
    ),
    place: `${course} ${date}`,
  };
}

export function startInThePast(startsAt: Instant): Failure {
  return {
    code: "sessions.start-in-the-past",
    what: say("La nouvelle heure est déjà passée.", "The new time is already past."),
    remedy: say("Donnez un jour et une heure à venir.", "Give a day and a time that are to come."),
    place: startsAt.toString(),
  };
}

export const moveOneOnly: Failure = {
  code: "sessions.move-one",
  what: say("Une seule séance peut être déplacée à la fois.", "Only one session can be moved at a time."),
  remedy: say("Donnez un seul jour, et --time s'il le faut.", "Give one day only, and --time if need be."),
};

export function alreadyTheirs(coach: string, course: string): Failure {
  return {
    code: "sessions.already-their-coach",
    what: say(`« ${course} » est déjà donné par ${coach}.`, `"${course}" is already taught by ${coach}.`),
    remedy: say("Donnez le nom de la personne qui remplace.", "Give the name of the person who stands in."),
    place: course,
  };
}

export function extraTwice(course: string): Failure {
  return {
    code: "sessions.extra-twice",
    what: say(
      `« ${course} » a déjà une séance supplémentaire à cette heure.`,
      `"${course}" already has an extra session at that time.`,
    ),
    remedy: say("« carillon exceptions » la montre.", "`carillon exceptions` shows it."),
    place: course,
  };
}

export function noSuchException(number: number): Failure {
  return {
    code: "sessions.no-such-exception",
    what: say(`Il n'y a pas d'exception ${number} en vigueur.`, `There is no exception ${number} in force.`),
    remedy: say("« carillon exceptions » les montre.", "`carillon exceptions` shows them."),
    place: String(number),
  };
}

/** What was taken back cannot come back: the same was decided anew. */
export function decidedAgain(number: number): Failure {
  return {
    code: "sessions.decided-again",
    what: say(
      `L'exception ${number} ne peut pas revenir : autre chose a été décidé depuis pour cette séance.`,
      `Exception ${number} cannot come back: something else was decided for this session since.`,
    ),
    remedy: say("Reprenez d'abord la nouvelle décision.", "Take the new decision back first."),
    place: String(number),
  };
}

/** Two sessions at once, for one coach or one group. */
export function clash(what: "coach" | "group", session: string, other: string, at: string): Bilingual {
  return what === "coach"
    ? say(
        `« ${session} » et « ${other} » ont la même personne pour professeur au même moment (${at}).`,
        `"${session}" and "${other}" have the same coach at the same time (${at}).`,
      )
    : say(
        `« ${session} » et « ${other} » sont dans le même groupe au même moment (${at}).`,
        `"${session}" and "${other}" are in the same group at the same time (${at}).`,
      );
}

export function noCalendar(name: string): Failure {
  return {
    code: "calendars.none",
    what: say(`${name} n'a pas d'adresse d'agenda.`, `${name} has no calendar address.`),
    remedy: say("« carillon calendars » montre celles qui existent.", "`carillon calendars` shows those there are."),
    place: name,
  };
}

export function noSuchSession(id: string): Failure {
  return {
    code: "session.unknown",
    what: say("Cette séance n'existe pas.", "There is no such session."),
    remedy: say("Rechargez la semaine.", "Load the week again."),
    place: id,
  };
}
