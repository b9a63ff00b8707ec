import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

/** What is known of a misfortune besides its kind. */
export interface Circumstance {
  /** The group's id, or the new one after a migration. */
  readonly place?: string;
  /** Telegram's own words or the network's, already without secrets. */
  readonly cause: string;
}

export type Words = Pick<Failure, "code" | "what" | "remedy">;

/** A failure in its words, with where and by whose account. */
export function tell(words: Words, { place, cause }: Circumstance): Failure {
  return place === undefined ? { ...words, cause } : { ...words, place, cause };
}

/** Telegram asks the bot to wait `seconds` before it sends again. */
export function flood(seconds: number, circumstance: Circumstance): Failure {
  return tell(
    {
      code: "telegram.flood",
      what: say(
        `Telegram demande d'attendre ${seconds} s avant d'envoyer de nouveau : trop de messages en peu de temps.`,
        `Telegram asks to wait ${seconds} s before sending again: too many messages in a short time.`,
      ),
      remedy: say(
        "Rien à faire : Carillon attend puis reprend l'envoi. Si cela revient souvent, vérifiez qu'aucun autre programme n'utilise ce bot.",
        "Nothing to do: Carillon waits, then goes on sending. If it happens often, check that no other program uses this bot.",
      ),
    },
    circumstance,
  );
}

/** The group is now a supergroup with another id, which becomes the failure's place. */
export function migrated(oldId: string | undefined, newId: string, cause: string): Failure {
  const of = oldId === undefined ? "" : ` ${oldId}`;
  return tell(
    {
      code: "telegram.migrated",
      what: say(
        `Le groupe${of} est devenu un supergroupe : Telegram lui a donné le nouveau numéro ${newId}.`,
        `The group${of} became a supergroup: Telegram gave it the new id ${newId}.`,
      ),
      remedy: say(
        `Carillon écrit désormais à ${newId}. Reportez ce numéro dans le classeur à la place de l'ancien.`,
        `Carillon now writes to ${newId}. Put this id into the workbook in place of the old one.`,
      ),
    },
    { place: newId, cause },
  );
}

/** Why the bot cannot write to a chat any more; each has its own remedy. */
export type Gone = "kicked" | "left" | "deleted" | "not found" | "person not found" | "blocked";

const goneWords: Record<Gone, Omit<Words, "code">> = {
  kicked: {
    what: say(
      "Le bot a été exclu de ce groupe : il ne peut plus y écrire.",
      "The bot was removed from this group: it can no longer write there.",
    ),
    remedy: say(
      "Dans Telegram, un administrateur du groupe retire le bot des utilisateurs bannis, l'ajoute de nouveau comme membre, puis vous réactivez le groupe dans Carillon.",
      "In Telegram, an administrator of the group takes the bot off the banned users and adds it again as a member; then activate the group again in Carillon.",
    ),
  },
  left: {
    what: say(
      "Le bot n'est pas membre de ce groupe : il ne peut pas y écrire.",
      "The bot is not a member of this group: it cannot write there.",
    ),
    remedy: say(
      "Dans Telegram, ajoutez le bot comme membre du groupe, puis réactivez le groupe dans Carillon.",
      "In Telegram, add the bot as a member of the group, then activate the group again in Carillon.",
    ),
  },
  deleted: {
    what: say("Ce groupe a été supprimé dans Telegram.", "This group was deleted in Telegram."),
    remedy: say(
      "Créez un nouveau groupe, ajoutez-y le bot et écrivez son numéro dans le classeur.",
      "Create a new group, add the bot to it and write its id into the workbook.",
    ),
  },
  "not found": {
    what: say(
      "Telegram ne connaît pas ce groupe : son numéro est faux, ou le bot n'y a jamais été.",
      "Telegram does not know this group: its id is wrong, or the bot was never in it.",
    ),
    remedy: say(
      "Comparez le numéro dans le classeur avec celui du groupe (un supergroupe commence par -100), puis ajoutez le bot au groupe.",
      "Compare the id in the workbook with that of the group (a supergroup's begins with -100), then add the bot to the group.",
    ),
  },
  "person not found": {
    what: say(
      "Telegram ne connaît pas cette personne : son numéro est faux, ou elle n'a jamais écrit au bot.",
      "Telegram does not know this person: their id is wrong, or they never wrote to the bot.",
    ),
    remedy: say(
      "Demandez à la personne d'ouvrir le bot dans Telegram et d'appuyer sur « Démarrer », puis comparez son numéro. Celui d'un groupe commence par un tiret.",
      "Ask the person to open the bot in Telegram and press “Start”, then compare their id. A group's begins with a minus sign.",
    ),
  },
  blocked: {
    what: say(
      "Cette personne ne reçoit pas les messages du bot : elle l'a bloqué, ne l'a jamais démarré, ou son compte n'existe plus.",
      "This person does not receive the bot's messages: they blocked it, never started it, or their account is gone.",
    ),
    remedy: say(
      "Demandez à la personne d'ouvrir le bot dans Telegram, de le débloquer et d'appuyer sur « Démarrer ».",
      "Ask the person to open the bot in Telegram, unblock it and press “Start”.",
    ),
  },
};

/** The bot cannot write to this chat any more. */
export function gone(why: Gone, circumstance: Circumstance): Failure {
  return tell({ code: "telegram.gone", ...goneWords[why] }, circumstance);
}

/** The bot is in the group but may not write there. */
export function rights(circumstance: Circumstance): Failure {
  return tell(
    {
      code: "telegram.rights",
      what: say(
        "Le bot est dans ce groupe mais n'a pas le droit d'y envoyer ce message.",
        "The bot is in this group but may not send this message there.",
      ),
      remedy: say(
        "Dans Telegram, ouvrez les permissions du groupe et permettez au bot d'envoyer des messages et des photos, ou nommez-le administrateur.",
        "In Telegram, open the group's permissions and allow the bot to send messages and photos, or make it an administrator.",
      ),
    },
    circumstance,
  );
}

/** The forum topic is closed, or is not there (any more). */
export function topic(isClosed: boolean, circumstance: Circumstance): Failure {
  return tell(
    {
      code: "telegram.topic",
      what: isClosed
        ? say(
            "Le sujet de ce groupe est fermé : le bot ne peut pas y écrire.",
            "This group's topic is closed: the bot cannot write there.",
          )
        : say(
            "Le sujet demandé n'existe pas (ou plus) dans ce groupe.",
            "The topic asked for does not exist (any more) in this group.",
          ),
      remedy: isClosed
        ? say(
            "Dans Telegram, rouvrez le sujet, ou nommez le bot administrateur avec le droit de gérer les sujets.",
            "In Telegram, reopen the topic, or make the bot an administrator who may manage topics.",
          )
        : say(
            "Vérifiez le numéro du sujet dans le classeur, ou effacez-le pour écrire dans le sujet général. S'il est juste, réessayez : Telegram se trompe parfois.",
            "Check the topic's number in the workbook, or clear it to write to the general topic. If it is right, try again: Telegram is sometimes mistaken.",
          ),
    },
    circumstance,
  );
}

/** Telegram cannot read the text: a defect of Carillon or of a template. */
export function text(circumstance: Circumstance): Failure {
  return tell(
    {
      code: "telegram.text",
      what: say(
        "Telegram refuse le texte de ce message : il est vide, trop long (plus de 4 096 caractères) ou sa mise en forme est cassée.",
        "Telegram refuses the text of this message: it is empty, too long (over 4,096 characters) or its formatting is broken.",
      ),
      remedy: say(
        "Ouvrez le message dans Carillon, corrigez son texte ou son modèle, puis envoyez-le de nouveau. Si le modèle n'a pas été modifié, signalez ce défaut.",
        "Open the message in Carillon, correct its text or its template, then send it again. If the template was not changed, report this defect.",
      ),
    },
    circumstance,
  );
}

/** Telegram does not accept the bot's token. */
export function token(circumstance: Circumstance): Failure {
  return tell(
    {
      code: "telegram.token",
      what: say(
        "Telegram ne reconnaît pas le jeton du bot : il est faux, ou il a été révoqué. Aucun message ne peut partir.",
        "Telegram does not accept the bot's token: it is wrong, or it was revoked. No message can leave.",
      ),
      remedy: say(
        "Dans Telegram, ouvrez @BotFather, envoyez /mybots, choisissez le bot, « API Token », et copiez ce jeton dans les réglages de Carillon.",
        "In Telegram, open @BotFather, send /mybots, choose the bot, “API Token”, and copy this token into Carillon's settings.",
      ),
    },
    circumstance,
  );
}

/** Something else receives this bot's updates: another program, or a webhook. */
export function conflict(isWebhook: boolean, circumstance: Circumstance): Failure {
  return tell(
    {
      code: "telegram.conflict",
      what: isWebhook
        ? say(
            "Une adresse de réception (webhook) est enregistrée pour ce bot : Carillon n'entend pas les groupes.",
            "A receiving address (webhook) is set for this bot: Carillon does not hear the groups.",
          )
        : say(
            "Un autre programme écoute avec le même bot : Carillon n'entend pas tous les messages des groupes.",
            "Another program listens with the same bot: Carillon does not hear all the groups' messages.",
          ),
      remedy: isWebhook
        ? say(
            "Arrêtez le programme qui a enregistré cette adresse, ou créez chez @BotFather un bot réservé à Carillon.",
            "Stop the program that set this address, or create a bot for Carillon alone with @BotFather.",
          )
        : say(
            "Arrêtez l'autre programme (ou l'autre Carillon), ou créez chez @BotFather un bot réservé à cette installation.",
            "Stop the other program (or the other Carillon), or create a bot for this installation alone with @BotFather.",
          ),
    },
    circumstance,
  );
}

/** A refusal for a reason that Carillon does not know. */
export function refused(circumstance: Circumstance): Failure {
  return tell(
    {
      code: "telegram.refused",
      what: say(
        "Telegram refuse cette demande pour une raison inattendue.",
        "Telegram refuses this request for an unexpected reason.",
      ),
      remedy: say(
        "Lisez la réponse de Telegram dans le détail technique ; si elle ne vous dit rien, signalez ce défaut avec ce détail.",
        "Read Telegram's answer in the technical detail; if it means nothing to you, report this defect with that detail.",
      ),
    },
    circumstance,
  );
}

/** No usable answer came; `sent` tells whether the request may have been carried out all the same. */
export function unreachable(sent: boolean, circumstance: Circumstance): Failure {
  return tell(
    {
      code: "telegram.unreachable",
      what: sent
        ? say(
            "Telegram n'a pas répondu à temps ou pas clairement : on ne sait pas si la demande a été exécutée.",
            "Telegram did not answer in time or not clearly: whether the request was carried out is not known.",
          )
        : say(
            "Telegram est injoignable depuis cet ordinateur : rien n'est parti.",
            "Telegram cannot be reached from this computer: nothing left.",
          ),
      remedy: sent
        ? say(
            "Si c'était un message, regardez dans le groupe s'il est arrivé avant de l'envoyer de nouveau.",
            "If it was a message, look in the group whether it arrived before you send it again.",
          )
        : say(
            "Vérifiez la connexion à Internet, l'heure de l'ordinateur, le pare-feu ou le proxy (adresse api.telegram.org, port 443), puis réessayez.",
            "Check the Internet connection, the computer's clock, the firewall or the proxy (address api.telegram.org, port 443), then try again.",
          ),
    },
    circumstance,
  );
}
