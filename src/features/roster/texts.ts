import { join, say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import type { BotStatus } from "./group-rules.ts";

/** What is wrong with a group, and what a person can do about it. */
export interface TroubleWords {
  readonly what: Bilingual;
  readonly remedy: Bilingual;
}

/** Why the bot, being this, cannot write. */
export function standingWords(status: BotStatus): TroubleWords {
  if (status === "kicked") return kicked;
  return status === "left" ? left : muted;
}

const kicked: TroubleWords = {
  what: say("Le bot a été exclu de ce groupe.", "The bot was removed and banned from this group."),
  remedy: say(
    "Dans Telegram : infos du groupe, « Utilisateurs bannis », retirez-en le bot, puis ajoutez-le comme membre et nommez-le administrateur. Carillon le voit tout seul.",
    "In Telegram: the group's info, “Removed users”, take the bot off the list, then add it as a member and make it an administrator. Carillon notices by itself.",
  ),
};

const left: TroubleWords = {
  what: say("Le bot n'est plus membre de ce groupe.", "The bot is no longer a member of this group."),
  remedy: say(
    "Dans Telegram, ajoutez le bot au groupe et nommez-le administrateur. Carillon le voit tout seul.",
    "In Telegram, add the bot to the group and make it an administrator. Carillon notices by itself.",
  ),
};

const muted: TroubleWords = {
  what: say(
    "Le bot est dans ce groupe mais n'a pas le droit d'y écrire.",
    "The bot is in this group but may not write there.",
  ),
  remedy: say(
    "Dans Telegram, nommez le bot administrateur, ou permettez-lui d'envoyer des messages dans les permissions du groupe.",
    "In Telegram, make the bot an administrator, or let it send messages in the group's permissions.",
  ),
};

/** The group's topic is closed. */
export const topicClosed: TroubleWords = {
  what: say("Le sujet de ce groupe est fermé.", "This group's topic is closed."),
  remedy: say(
    "Dans Telegram, rouvrez le sujet, ou nommez le bot administrateur avec le droit de gérer les sujets.",
    "In Telegram, reopen the topic, or make the bot an administrator who may manage topics.",
  ),
};

/** What the admin reads when something happened to a group. */
export function newsWords(
  kind: "discovered" | "lost" | "healed" | "migrated",
  group: {
    readonly title: string;
    readonly chatId: string;
    readonly inactiveReason: Bilingual | null;
    readonly inactiveRemedy: Bilingual | null;
  },
): Bilingual {
  const { title, chatId, inactiveReason: what, inactiveRemedy: remedy } = group;
  switch (kind) {
    case "discovered":
      return say(
        `Nouveau groupe « ${title} » : le bot y est. Son identifiant, pour le classeur : ${chatId}`,
        `New group "${title}": the bot is in it. Its id, for the workbook: ${chatId}`,
      );
    case "lost":
      return join(
        say(`Groupe « ${title} » : plus rien n'y part.`, `Group "${title}": nothing goes there any more.`),
        what ?? undefined,
        remedy ?? undefined,
      );
    case "healed":
      return say(
        `Groupe « ${title} » : le bot peut de nouveau y écrire.`,
        `Group "${title}": the bot can write there again.`,
      );
    case "migrated":
      return say(
        `Telegram a donné un nouvel identifiant au groupe « ${title} » : ${chatId}. Carillon l'a retenu, et reconnaît encore l'ancien dans le classeur.`,
        `Telegram gave the group "${title}" a new id: ${chatId}. Carillon keeps it, and still knows the old one in the workbook.`,
      );
  }
}

/** A person switched the group off. */
export const switchedOff: TroubleWords = {
  what: say("Ce groupe a été mis en pause à la main.", "This group was switched off by hand."),
  remedy: say(
    "Remettez-le en service sur la page Groupes, ou par « carillon groups set GROUPE --on ».",
    "Switch it on again on the page Groups, or with `carillon groups set GROUP --on`.",
  ),
};

/** The bot does not hear what people say there: no points for messages. */
export const hearsLittle: TroubleWords = {
  what: say(
    "Le bot n'y entend que les commandes (mode privé) : les messages des élèves ne donnent pas de points.",
    "The bot hears only commands there (privacy mode): students' messages give no points.",
  ),
  remedy: say(
    "Dans Telegram, nommez le bot administrateur du groupe.",
    "In Telegram, make the bot an administrator of the group.",
  ),
};

/** The bot may write there, but not send pictures. */
export const noPictures: TroubleWords = {
  what: say("Le bot n'a pas le droit d'y envoyer d'images.", "The bot may not send pictures there."),
  remedy: say(
    "Dans Telegram, nommez le bot administrateur, ou permettez l'envoi de photos dans les permissions du groupe.",
    "In Telegram, make the bot an administrator, or allow photos in the group's permissions.",
  ),
};

export function unknownStudent(which: string): Failure {
  return {
    code: "student.unknown",
    what: say(`Aucun élève ne répond à « ${which} ».`, `No student answers to "${which}".`),
    remedy: say(
      "La page Élèves ou « carillon students » donne la liste.",
      "The page Students or `carillon students` lists them.",
    ),
    place: which,
  };
}

/** The group cannot be written to, and nothing says why. */
export const cannotWrite: TroubleWords = {
  what: say("On ne peut plus y écrire.", "It cannot be written to any more."),
  remedy: say(
    "Vérifiez le groupe : Carillon demande à Telegram ce qui s'y passe.",
    "Check the group: Carillon asks Telegram what happens there.",
  ),
};

export function unknownGroup(which: string): Failure {
  return {
    code: "group.unknown",
    what: say(`Aucun groupe ne répond à « ${which} ».`, `No group answers to "${which}".`),
    remedy: say("La page Groupes donne la liste.", "The page Groups lists them."),
    place: which,
  };
}

export function unknownZone(zone: string): Failure {
  return {
    code: "group.zone",
    what: say(`« ${zone} » n'est pas un fuseau connu.`, `"${zone}" is no known zone.`),
    remedy: say(
      "Donnez des fuseaux comme Europe/Paris ou Africa/Abidjan.",
      "Give zones such as Europe/Paris or Africa/Abidjan.",
    ),
    place: "audienceZones",
  };
}

export function neverInGroup(group: string): Failure {
  return {
    code: "student.never-in-group",
    what: say("L'élève n'a jamais été dans ce groupe.", "The student never was in this group."),
    remedy: say("Rechargez la page.", "Load the page again."),
    place: group,
  };
}
