import { join, say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

/** A session whose group is only known by a link: nobody can be written to. */
export function groupUnknown(course: string, cell: string): Failure {
  return {
    code: "message.group-unknown",
    what: say(
      `Aucun message pour « ${course} » : le classeur donne un lien, pas l'identifiant du groupe.`,
      `No message for "${course}": the workbook gives a link, not the group's id.`,
    ),
    remedy: say(
      "Mettez dans cette cellule l'identifiant du groupe (il commence par -100), puis relancez update_courses.",
      "Put the group's id (it begins with -100) into that cell, then run update_courses again.",
    ),
    place: cell,
  };
}

/**
 * A session without a room: a reminder without its link helps nobody. `waitsForPerson`: making rooms again would not
 * help, because somebody took this one away in Zoom.
 */
export function meetingMissing(
  course: string,
  cell: string,
  why: { readonly failure: Failure | null; readonly waitsForPerson: boolean },
): Failure {
  const { failure, waitsForPerson } = why;
  const follows = waitsForPerson
    ? say("Le message suit tout seul.", "The message follows by itself.")
    : say(
        "Relancez create_zoom_links : les messages suivent tout seuls.",
        "Run create_zoom_links again: the messages follow by themselves.",
      );
  return {
    code: "message.no-meeting",
    what: join(
      say(
        `Aucun message pour « ${course} » : sa réunion Zoom n'existe pas.`,
        `No message for "${course}": its Zoom meeting does not exist.`,
      ),
      failure?.what,
    ),
    remedy: join(failure?.remedy, follows),
    place: cell,
  };
}

/** The class changed after the group was told. */
export const toldAlready = say(
  "Le groupe a déjà reçu ce rappel, le cours a changé depuis, et le message ne peut plus être corrigé : prévenez-le.",
  "The group has this reminder already, the class changed since, and the message can no longer be corrected: tell it.",
);

export const expired = say(
  "Trop tard : le moment de ce message est passé, il n'est pas envoyé.",
  "Too late: the moment of this message has passed, it is not sent.",
);

/** Why a message was not sent: nobody let it leave in time. */
export const expiredLate: Failure = {
  code: "message.expired",
  what: expired,
  remedy: say(
    "Si le groupe doit quand même savoir, envoyez une annonce.",
    "If the group should know all the same, send an announcement.",
  ),
};

/** Why a message was not sent: its group could not be written to while it was of use. */
export const expiredUnheard: Failure = {
  code: "message.group-inactive",
  what: say(
    "Le groupe ne pouvait pas recevoir de message tant que celui-ci était utile.",
    "The group could not be written to while this message was of use.",
  ),
  remedy: say(
    "« carillon groups » dit ce qui ne va pas dans ce groupe et comment le réparer.",
    "`carillon groups` says what is wrong with this group and how to repair it.",
  ),
};

/** A try whose end nobody saw. */
export function uncertain(again: boolean): Bilingual {
  return again
    ? say(
        "On ne sait pas si ce message est arrivé (coupure pendant l'envoi) : il est renvoyé, il peut donc arriver deux fois.",
        "It is not known whether this message arrived (cut off while sending): it is sent again, so it may arrive twice.",
      )
    : say(
        "On ne sait pas si ce message est arrivé (coupure pendant l'envoi) : il n'est pas renvoyé. Regardez dans le groupe.",
        "It is not known whether this message arrived (cut off while sending): it is not sent again. Look into the group.",
      );
}

export const telegramNotSet: Failure = {
  code: "telegram.not-set",
  what: say(
    "Carillon n'a pas de bot Telegram : rien ne peut être envoyé.",
    "Carillon has no Telegram bot: nothing can be sent.",
  ),
  remedy: say(
    "Créez un bot avec @BotFather et donnez son jeton à la page « Réglages », partie Telegram. Sur la machine : TELEGRAM_BOT_TOKEN.",
    "Create a bot with @BotFather and give its token on the page “Settings”, part Telegram. On the machine: TELEGRAM_BOT_TOKEN.",
  ),
};

/** The group moved to another id. */
export function migrated(title: string): Bilingual {
  return say(
    `Telegram a donné un nouvel identifiant au groupe « ${title} » : Carillon l'a retenu. Mettez-le à jour dans le classeur quand vous pourrez.`,
    `Telegram gave the group "${title}" a new id: Carillon keeps it. Update the workbook when you can.`,
  );
}

/** The same again for so many more. */
export function andMore(message: Bilingual, howMany: number): Bilingual {
  return say(`${message.fr} (et ${howMany} autres)`, `${message.en} (and ${howMany} more)`);
}

/** Correcting the message would touch a real group in test mode, or anything at all in dry mode. */
export function otherMode(mode: "test group" | "dry"): Failure {
  return {
    code: "message.other-mode",
    what:
      mode === "dry"
        ? say(
            "Carillon est en mode dry : rien ne part, pas même une correction.",
            "Carillon is in dry mode: nothing leaves, not even a correction.",
          )
        : say(
            "Carillon est en mode test : il ne touche qu'au groupe de test, et ce message est ailleurs.",
            "Carillon is in test mode: it touches the test group only, and this message is elsewhere.",
          ),
    remedy: say(
      "Passez en mode réel, en haut de la page, puis demandez-le de nouveau. Sur la machine : CARILLON_MODE=live.",
      "Switch to live mode, at the top of the page, then ask for it again. On the machine: CARILLON_MODE=live.",
    ),
  };
}

/** A long text that left in parts and would now have another number of them. */
export const partsDiffer: Failure = {
  code: "message.parts-differ",
  what: say(
    "Ce long message est parti en plusieurs morceaux, et le nouveau texte n'en a pas le même nombre.",
    "This long message left in several parts, and the new text has not the same number of them.",
  ),
  remedy: say("Retirez le message, puis envoyez le nouveau texte.", "Recall the message, then send the new text."),
};

/** Messages that Telegram asks to wait for. */
export function waitingUntil(howMany: number, time: string | undefined): Bilingual {
  return time === undefined
    ? say(
        `${howMany} message(s) attendent : ils partiront d'eux-mêmes.`,
        `${howMany} message(s) wait: they will leave by themselves.`,
      )
    : say(
        `${howMany} message(s) attendent, à la demande de Telegram : ils partiront d'eux-mêmes à partir de ${time}.`,
        `${howMany} message(s) wait, as Telegram asks: they will leave by themselves from ${time} on.`,
      );
}

/** Groups that the bot cannot write to, told already. */
export function inactiveSkipped(howMany: number): Bilingual {
  return say(
    `${howMany} message(s) laissés de côté : leurs groupes ne sont pas joignables (« carillon groups » dit pourquoi).`,
    `${howMany} message(s) left aside: their groups cannot be written to (\`carillon groups\` says why).`,
  );
}

/** Reminders that were made after the day's sending, for classes of the same day. */
export function leaveAtOnce(howMany: number): Bilingual {
  return say(
    `${howMany} rappel(s) pour des séances qui viennent aujourd'hui, après l'envoi du matin : ils partent tout de suite.`,
    `${howMany} reminder(s) for sessions still to come after the morning's sending: they leave at once.`,
  );
}

/** No group took anything. */
export const nobodyReached: Failure = {
  code: "message.nobody-reached",
  what: say(
    "Aucun groupe n'a pu recevoir son message : le bot n'est plus accepté nulle part.",
    "No group could be given its message: the bot is not accepted anywhere any more.",
  ),
  remedy: say(
    "Vérifiez dans un groupe que le bot est toujours membre et peut écrire ; « carillon logs » donne la raison de chaque groupe.",
    "Check in one group that the bot is still a member and may write; `carillon logs` gives each group's reason.",
  ),
};

/** Groups that are told of a change. */
export function alertsPlanned(howMany: number): Bilingual {
  return say(
    `${howMany} groupe(s) prévenus d'un changement (cours déplacé, annulé ou donné par quelqu'un d'autre).`,
    `${howMany} group(s) told of a change (class moved, cancelled or taught by somebody else).`,
  );
}
export const announcementEmpty: Failure = {
  code: "announcement.empty",
  what: say("L'annonce est vide.", "The announcement is empty."),
  remedy: say("Écrivez ce qu'il faut dire.", "Write what is to be said."),
};

/** An announcement of more than `most` characters. */
export function announcementTooLong(most: number): Failure {
  return {
    code: "announcement.too-long",
    what: say(`L'annonce dépasse ${most} caractères.`, `The announcement is longer than ${most} characters.`),
    remedy: say("Raccourcissez-la, ou mettez un lien.", "Shorten it, or give a link."),
  };
}

export const announcementLate: Failure = {
  code: "announcement.late",
  what: say("L'heure demandée est passée.", "The hour asked for has passed."),
  remedy: say("Donnez une heure à venir, ou aucune pour maintenant.", "Give a coming hour, or none for now."),
};

export const noGroupToTell: Failure = {
  code: "announcement.no-group",
  what: say("Il n'y a aucun groupe à qui le dire.", "There is no group to tell it to."),
  remedy: say("« carillon groups » donne les groupes.", "`carillon groups` lists the groups."),
};
