import { say, type Bilingual } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import type { MessageState } from "./rules.ts";

/** What a person can do to a message of the outbox. */
export type MessageVerb = "hold" | "resume" | "cancel" | "restore" | "now" | "again" | "reword" | "recall";

/** For how long Telegram lets a bot delete its messages. Source: Bot API, deleteMessage. */
const recallableHours = 48;

/** From which states each verb leads on. */
export const leadsFrom: Readonly<Record<MessageVerb, ReadonlySet<MessageState>>> = {
  hold: new Set(["planned"]),
  resume: new Set(["held"]),
  cancel: new Set(["planned", "held", "failed", "uncertain"]),
  restore: new Set(["cancelled"]),
  now: new Set(["planned", "held"]),
  again: new Set(["failed", "uncertain", "cancelled", "expired"]),
  reword: new Set(["planned", "held", "sent"]),
  recall: new Set(["sent"]),
};

/** Why a verb is not possible for a message; `undefined` when it is. */
export function whyNot(
  verb: MessageVerb,
  message: {
    readonly number: number;
    readonly state: MessageState;
    readonly dueAt: Instant;
    readonly expiresAt: Instant;
    readonly cancelledBy: string | null;
    readonly cancelledFrom: MessageState | null;
    readonly sentAt: Instant | null;
    readonly sentChatId: string | null;
    readonly recalledAt: Instant | null;
  },
  now: Instant,
): Failure | undefined {
  if (!leadsFrom[verb].has(message.state)) return notInThisState(verb, message.number, message.state);
  if (verb === "restore" && message.cancelledBy === null) return nobodyCancelled(message.number);
  if ((verb === "now" || verb === "again" || verb === "restore") && !isBefore(now, message.expiresAt))
    return tooLate(message.number);
  if (verb === "restore" && standsAgain(message) === "planned" && !isBefore(now, message.dueAt)) {
    return hourPassed(message.number);
  }
  if (message.state !== "sent") return undefined;
  if (message.recalledAt !== null) return recalledAlready(message.number);
  if (message.sentChatId === null) return neverLeft(message.number);
  const isOld = message.sentAt !== null && isBefore(message.sentAt.add({ hours: recallableHours }), now);
  return verb === "recall" && isOld ? tooOld(message.number) : undefined;
}

/** Where a message stands that was taken off by hand and is put back. */
export function standsAgain({ cancelledFrom }: { readonly cancelledFrom: MessageState | null }): MessageState {
  return cancelledFrom ?? "planned";
}

/** Where a message stands, for people. */
export const stateWords: Readonly<Record<MessageState, Bilingual>> = {
  planned: say("prévu", "planned"),
  sending: say("en cours d'envoi", "being sent"),
  sent: say("envoyé", "sent"),
  failed: say("échoué", "failed"),
  uncertain: say("incertain", "uncertain"),
  held: say("retenu", "held"),
  cancelled: say("annulé", "cancelled"),
  expired: say("périmé", "expired"),
};

const verbWords: Readonly<Record<MessageVerb, Bilingual>> = {
  hold: say("le retenir", "hold it"),
  resume: say("le laisser repartir", "let it go on"),
  cancel: say("l'annuler", "cancel it"),
  restore: say("le remettre", "put it back"),
  now: say("l'envoyer tout de suite", "send it now"),
  again: say("l'envoyer de nouveau", "send it again"),
  reword: say("changer son texte", "change its text"),
  recall: say("le retirer", "recall it"),
};

/** Which verb helps in each state. */
const nextStep: Readonly<Record<MessageState, Bilingual>> = {
  planned: say(
    "Il est prévu : on peut le retenir, l'annuler, l'envoyer tout de suite ou changer son texte.",
    "It is planned: it can be held, cancelled, sent at once, or given another text.",
  ),
  sending: say("Attendez quelques secondes, puis regardez-le de nouveau.", "Wait a few seconds, then look again."),
  sent: say(
    "Il est parti : on peut changer son texte ou le retirer.",
    "It has left: its text can be changed, or it can be recalled.",
  ),
  failed: say("On peut l'envoyer de nouveau, ou y renoncer.", "It can be sent once more, or given up."),
  uncertain: say(
    "Regardez dans le groupe s'il est arrivé, puis envoyez-le de nouveau ou renoncez-y.",
    "Look into the group whether it arrived, then send it once more or give it up.",
  ),
  held: say(
    "Il est retenu : on peut le laisser repartir, l'annuler, l'envoyer tout de suite ou changer son texte.",
    "It is held: it can be let go, cancelled, sent at once, or given another text.",
  ),
  cancelled: say("On peut l'envoyer de nouveau.", "It can be sent once more."),
  expired: say("Son moment est passé : envoyez une annonce.", "Its moment has passed: send an announcement."),
};

function notInThisState(verb: MessageVerb, number: number, state: MessageState): Failure {
  return {
    code: "message.not-possible",
    what: say(
      `Le message ${number} est ${stateWords[state].fr} : on ne peut pas ${verbWords[verb].fr}.`,
      `Message ${number} is ${stateWords[state].en}: one cannot ${verbWords[verb].en}.`,
    ),
    remedy: nextStep[state],
    place: String(number),
  };
}

function tooLate(number: number): Failure {
  return {
    code: "message.too-late",
    what: say(
      `Le moment du message ${number} est passé : il ne servirait plus à rien.`,
      `The moment of message ${number} has passed: it would help nobody.`,
    ),
    remedy: say("Envoyez une annonce à la place.", "Send an announcement in its place."),
    place: String(number),
  };
}

function recalledAlready(number: number): Failure {
  return {
    code: "message.recalled",
    what: say(`Le message ${number} a déjà été retiré.`, `Message ${number} was recalled already.`),
    remedy: say("S'il faut le redire, envoyez une annonce.", "If it has to be said again, send an announcement."),
    place: String(number),
  };
}

/** Sent in dry mode: nobody has it. */
function neverLeft(number: number): Failure {
  return {
    code: "message.never-left",
    what: say(
      `Le message ${number} n'a jamais quitté Carillon : il a été noté en mode dry.`,
      `Message ${number} never left Carillon: it was recorded in dry mode.`,
    ),
    remedy: say("Il n'y a rien à corriger ni à retirer.", "There is nothing to correct and nothing to recall."),
    place: String(number),
  };
}

function tooOld(number: number): Failure {
  return {
    code: "message.too-old",
    what: say(
      `Le message ${number} est parti il y a plus de 48 heures : Telegram ne le retire plus.`,
      `Message ${number} left more than 48 hours ago: Telegram no longer recalls it.`,
    ),
    remedy: say(
      "Un administrateur du groupe peut le supprimer à la main ; « reword » peut encore en changer le texte.",
      "An administrator of the group can delete it by hand; reword can still change its text.",
    ),
    place: String(number),
  };
}

/** Carillon took it off, since what it tells no longer holds: that is not for a person to put back. */
function nobodyCancelled(number: number): Failure {
  return {
    code: "message.not-by-hand",
    what: say(
      `Le message ${number} n'a pas été annulé à la main : ce qu'il dit n'a plus cours.`,
      `Message ${number} was not cancelled by hand: what it says no longer holds.`,
    ),
    remedy: say("S'il faut le dire, envoyez une annonce.", "If it has to be said, send an announcement."),
    place: String(number),
  };
}

/** It would leave late, and at once. */
function hourPassed(number: number): Failure {
  return {
    code: "message.hour-passed",
    what: say(
      `L'heure du message ${number} est passée : on ne peut plus le remettre à son heure.`,
      `The hour of message ${number} has passed: it can no longer be put back to it.`,
    ),
    remedy: say("Renvoyez-le s'il doit encore partir.", "Send it again if it still has to leave."),
    place: String(number),
  };
}

/** The session is no longer what the message tells. */
export function toldOtherwise(number: number): Failure {
  return {
    code: "message.told-otherwise",
    what: say(
      `La séance a changé depuis que le message ${number} a été écrit : il dirait autre chose.`,
      `The session changed since message ${number} was written: it would say something else.`,
    ),
    remedy: say("Envoyez une annonce à la place.", "Send an announcement in its place."),
    place: String(number),
  };
}

/** No message bears this number. */
export function noSuchMessage(number: number): Failure {
  return {
    code: "message.unknown",
    what: say(`Il n'y a pas de message ${number}.`, `There is no message ${number}.`),
    remedy: say("« carillon messages » montre leurs numéros.", "`carillon messages` shows their numbers."),
    place: String(number),
  };
}

/** A text that Telegram would refuse. */
export function badText(problem: Bilingual): Failure {
  return {
    code: "message.bad-text",
    what: problem,
    remedy: say(
      "Corrigez le texte. Les balises permises sont <b>, <i>, <u>, <s>, <a href=…>, <code>, <pre>, <blockquote> ; ailleurs, écrivez &lt; &gt; &amp;.",
      "Correct the text. Tags allowed are <b>, <i>, <u>, <s>, <a href=…>, <code>, <pre>, <blockquote>; elsewhere write &lt; &gt; &amp;.",
    ),
  };
}

export const emptyText = say("Le texte est vide.", "The text is empty.");

/** A caption of `length` visible characters where Telegram takes `most`. */
export function captionTooLong(length: number, most: number): Bilingual {
  return say(
    `Le texte sous une image a au plus ${most} caractères, celui-ci en a ${length}.`,
    `The text below a picture has at most ${most} characters, this one has ${length}.`,
  );
}

/** No test group is set. */
export const testChatNotSet: Failure = {
  code: "message.no-test-group",
  what: say("Il n'y a pas de groupe de test.", "There is no test group."),
  remedy: say(
    "Choisissez-en un avec le mode test, en haut de la page. Sur la machine : le numéro d'un groupe où est le bot, dans CARILLON_TEST_CHAT_ID.",
    "Choose one with the test mode, at the top of the page. On the machine: the number of a group that the bot is in, in CARILLON_TEST_CHAT_ID.",
  ),
};

/** What was asked for is under way. */
export const verbDone: Readonly<Record<MessageVerb, Bilingual>> = {
  hold: say("Retenu : il ne partira pas avant « resume ».", "Held: it will not leave before resume."),
  resume: say("Il repart : il partira à son heure.", "It goes on: it will leave at its hour."),
  cancel: say("Annulé : il ne partira pas.", "Cancelled: it will not leave."),
  restore: say("Remis comme il était.", "Put back as it was."),
  now: say("Il part dès que Carillon tourne.", "It leaves as soon as Carillon runs."),
  again: say("Il part de nouveau dès que Carillon tourne.", "It leaves again as soon as Carillon runs."),
  reword: say("Texte changé.", "Text changed."),
  recall: say(
    "Il sera retiré dès que Carillon tourne ; « show » dit ce que Telegram en a fait.",
    "It will be recalled as soon as Carillon runs; show tells what Telegram made of it.",
  ),
};

export const tried = say(
  "Il part au groupe de test dès que Carillon tourne.",
  "It leaves for the test group as soon as Carillon runs.",
);
