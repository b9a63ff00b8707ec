import { dayIn, timeIn } from "#features/messages/reminder-rules.ts";
import { escapeHtml, type MessageContent } from "#features/messages/rules.ts";
import { count, say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

/** Zoom participants whom nobody knows yet. Their names are in the inbox alone, where they can be erased. */
export function notRecognised(howMany: number): Bilingual {
  const names = count(howMany, "nom Zoom", "noms Zoom", "Zoom name", "Zoom names");
  return say(
    `${names.fr} que Carillon ne relie à aucun élève du groupe. Dites qui c'est avec « carillon identities » : les points de cette séance suivront.`,
    `${names.en} that Carillon can't match with a student of the group. Say who it is with \`carillon identities\`: the points of this session will follow.`,
  );
}

/** Zoom's report said something else the second time. */
export function reportChanged(howMany: number): Bilingual {
  const students = count(howMany, "élève", "élèves", "student", "students");
  return say(
    `Zoom a changé la liste des présents : ${students.fr} recomptés. Leurs points suivent au prochain classement.`,
    `Zoom changed the list of participants: ${students.en} counted again. Their points follow in the next ranking.`,
  );
}

export const notReady = say(
  "Zoom n'a pas encore fini la liste des présents : elle sera lue la prochaine fois.",
  "Zoom has not finished the list of participants yet: it will be read next time.",
);

export const neverReported = say(
  "Zoom n'a toujours pas de liste des présents deux jours après : ce cours compte comme sans personne. Elle est encore demandée pendant une semaine.",
  "Zoom still has no list of participants two days later: this class counts as one with nobody. It is asked for during a week still.",
);

/** What Zoom told of a class and the database refused, while that of the others was kept. */
export function notKept(place: string): Pick<Failure, "code" | "what"> {
  return {
    code: "attendance.not-kept",
    what: say(
      `Les présences du cours « ${place} » n'ont pas pu être enregistrées. Celles des autres cours le sont.`,
      `The attendance of the class "${place}" could not be saved. That of the other classes was.`,
    ),
  };
}

const seeInbox = say(
  "« carillon identities » montre les noms à relier.",
  "`carillon identities` shows the names to be matched.",
);

export function unknownQuestion(id: number): Failure {
  return {
    code: "identity.no-question",
    what: say(`Il n'y a pas de nom à relier numéro ${id}.`, `There is no name to be matched with number ${id}.`),
    remedy: seeInbox,
    place: `#${id}`,
  };
}

export function alreadyAnswered(id: number): Failure {
  return {
    code: "identity.answered",
    what: say(`Le nom numéro ${id} a déjà sa réponse.`, `The name number ${id} has its answer already.`),
    remedy: say(
      "« carillon identities decisions » montre les décisions ; « carillon identities undo N » en annule une.",
      "`carillon identities decisions` shows the decisions; `carillon identities undo N` takes one back.",
    ),
    place: `#${id}`,
  };
}

export function severalAtOnce(times: readonly string[]): Failure {
  const list = times.map((time, index) => `\n  ${index + 1}. ${time}`).join("");
  return {
    code: "identity.several-at-once",
    what: say(
      `Plusieurs participants de ce nom étaient là en même temps : ce sont peut-être deux personnes.${list}`,
      `Several participants of this name were there at the same time: they may be two people.${list}`,
    ),
    remedy: say("Dites de quel passage il s'agit : --stay 1.", "Say which of them it is: --stay 1."),
  };
}

export function noSuchStay(which: string): Failure {
  return {
    code: "identity.no-stay",
    what: say(`Aucun passage « ${which} » ne reste à relier.`, `No stay "${which}" is left to be matched.`),
    remedy: say(
      "« carillon attendance --session SÉANCE » montre qui était là.",
      "`carillon attendance --session SESSION` shows who was there.",
    ),
    place: which,
  };
}

export const nothingToRemember: Failure = {
  code: "identity.nameless",
  what: say("Ce nom ne dit rien d'une personne.", "This name says nothing of a person."),
  remedy: say("Donnez le prénom et le nom.", "Give the first name and the last name."),
};

export function nameOfAnother(name: string): Failure {
  return {
    code: "identity.name-taken",
    what: say(
      `Un autre élève du groupe porte ou utilise le nom « ${name} » : Carillon ne devine jamais entre deux élèves.`,
      `Another student of the group bears or uses the name "${name}": Carillon never guesses between two students.`,
    ),
    remedy: say(
      "Changez de nom dans Zoom, ou demandez à l'école de vous reconnaître à chaque séance.",
      "Take another name in Zoom, or ask the school to recognise you in each session.",
    ),
    place: name,
  };
}

export const mergeWithItself: Failure = {
  code: "student.merge-itself",
  what: say("Ces deux fiches sont déjà la même personne.", "These two rows are the same person already."),
  remedy: say("Choisissez deux élèves différents.", "Choose two different students."),
};

export const nothingToSplit: Failure = {
  code: "student.split-nothing",
  what: say(
    "Aucun nom Zoom, aucune adresse et aucun passage de cet élève ne correspond.",
    "No Zoom name, address or stay of this student fits.",
  ),
  remedy: say(
    "« carillon students show ÉLÈVE » montre ce qui peut être séparé.",
    "`carillon students show STUDENT` shows what can be split off.",
  ),
};

export function unknownDecision(id: number): Failure {
  return {
    code: "identity.no-decision",
    what: say(`Il n'y a pas de décision numéro ${id} à annuler.`, `There is no decision number ${id} to take back.`),
    remedy: say(
      "« carillon identities decisions » montre les décisions.",
      "`carillon identities decisions` shows the decisions.",
    ),
    place: `#${id}`,
  };
}

export function laterDecision(id: number): Failure {
  return {
    code: "identity.later-decision",
    what: say(
      `La décision ${id}, plus récente, repose sur celle-ci.`,
      `Decision ${id}, which is newer, builds on this one.`,
    ),
    remedy: say(
      `Annulez d'abord la décision ${id} : « carillon identities undo ${id} ».`,
      `Take decision ${id} back first: \`carillon identities undo ${id}\`.`,
    ),
    place: `#${id}`,
  };
}

export const reasonMissing: Failure = {
  code: "attendance.no-reason",
  what: say("Une correction a besoin d'une raison.", "A correction needs a reason."),
  remedy: say(
    "Dites pourquoi, en quelques mots : l'élève pourra les lire.",
    "Say why, in a few words: the student can read them.",
  ),
};

export function sessionNotRead(which: string): Failure {
  return {
    code: "attendance.no-session",
    what: say(`Aucune séance lue ne répond à « ${which} ».`, `No session that was read answers to "${which}".`),
    remedy: say(
      "« carillon attendance » donne les séances des sept derniers jours.",
      "`carillon attendance` gives the sessions of the last seven days.",
    ),
    place: which,
  };
}

export function unknownCorrection(id: number): Failure {
  return {
    code: "attendance.no-correction",
    what: say(
      `Il n'y a pas de correction numéro ${id} à annuler.`,
      `There is no correction number ${id} to take back.`,
    ),
    remedy: say(
      "« carillon attendance corrections » montre les corrections.",
      "`carillon attendance corrections` shows the corrections.",
    ),
    place: `#${id}`,
  };
}

/** What the school keeps no longer. */
export function oldForgotten({ traces, students }: { readonly traces: number; readonly students: number }): Bilingual {
  return say(
    `Durée de conservation dépassée : ${traces} traces rendues anonymes, ${students} élèves jamais revus effacés. Les points restent.`,
    `Kept long enough: ${traces} traces made anonymous, ${students} students never seen again erased. The points stay.`,
  );
}

/** The prefix of the buttons under a private question about a name in Zoom. */
export const questionButtons = "who";

/** The private question whether a name in Zoom was the reader's. */
export function wasThisYou(
  question: { readonly id: number; readonly zoomName: string; readonly lastAt: Instant },
  groupTitle: string,
  language: Language,
  zone: TimeZone,
): MessageContent {
  const day = dayIn(language, question.lastAt, zone);
  const time = timeIn(language, question.lastAt, zone);
  const [name, title] = [escapeHtml(question.zoomName), escapeHtml(groupTitle)];
  const words = say(
    `👋 Dans Zoom, au cours <b>${title}</b> (${day}, ${time}), quelqu'un s'appelait « <b>${name}</b> ». Était-ce vous ?\n\nSi oui, votre présence et vos points vous seront comptés.`,
    `👋 In Zoom, in the class <b>${title}</b> (${day}, ${time}), somebody was called “<b>${name}</b>”. Was this you?\n\nIf so, your attendance and points will be counted.`,
  );
  const button = (text: Bilingual, answer: string) => ({
    text: text[language],
    data: `${questionButtons}:${answer}:${question.id}`,
  });
  return {
    form: "text",
    html: words[language],
    buttons: [[button(say("Oui, c'était moi", "Yes, it was me"), "y"), button(say("Non", "No"), "n")]],
  };
}

/** The prefix of the buttons under a question to the operator. */
export const operatorButtons = "whois";

/** The question to the operator who a name in Zoom was, a button for each answer. */
export function whoWasThis(
  question: { readonly id: number; readonly zoomName: string; readonly groupTitle: string; readonly lastAt: Instant },
  likely: readonly { readonly studentId: string; readonly name: string }[],
  language: Language,
  zone: TimeZone,
): MessageContent {
  const day = dayIn(language, question.lastAt, zone);
  const [name, title] = [escapeHtml(question.zoomName), escapeHtml(question.groupTitle)];
  const words = say(
    `🔎 Qui était « <b>${name}</b> » dans Zoom ?\n${title}, ${day}, ${timeIn(language, question.lastAt, zone)}\n\nLa réponse vaut aussi pour le passé ; « carillon identities » l'annule.`,
    `🔎 Who was “<b>${name}</b>” in Zoom?\n${title}, ${day}, ${timeIn(language, question.lastAt, zone)}\n\nThe answer holds for the past too; \`carillon identities\` takes it back.`,
  );
  const button = (text: string, answer: string) => ({ text, data: `${operatorButtons}:${question.id}:${answer}` });
  const others = [
    button(say("🆕 Nouvel élève", "🆕 New student")[language], "new"),
    button(say("🚫 Pas un élève", "🚫 No student")[language], "nobody"),
  ];
  return {
    form: "text",
    html: words[language],
    buttons: [...likely.map((one) => [button(one.name, one.studentId)]), others],
  };
}

/** Somebody asks about a session that they do not hold. */
export const notYourSession: Failure = {
  code: "coach.not-yours",
  what: say("Ce cours n'est pas l'un des vôtres.", "This class is none of yours."),
  remedy: say(
    "Vous voyez les cours que vous donnez vous-même. Si celui-ci en est un, l'école vérifie votre adresse e-mail dans le classeur.",
    "You see the classes that you hold yourself. If this is one, the school checks your e-mail address in the workbook.",
  ),
};
