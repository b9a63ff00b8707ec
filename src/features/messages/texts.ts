import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

/** LiquidJS templates of the reminder: what, when in each zone, where, how. */
export const reminderTemplates: Readonly<Record<Language, string>> = {
  fr: `📚 <b>{{ course }}</b>
🗓 {{ day }}
{% for t in times %}🕗 <b>{{ t.time }}</b> ({{ t.place }}{% if t.day != "" %}, {{ t.day }}{% endif %})
{% endfor %}⏳ {{ duration }} minutes, avec {{ coach }}{% if assistant != "" %} (assistance : {{ assistant }}){% endif %}

🔗 <a href="{{ link }}">Entrer dans le cours</a>
ID de réunion : <code>{{ meeting_id }}</code>
Code secret : <code>{{ passcode }}</code>

👉 Touchez le lien cinq minutes avant l'heure et entrez avec votre nom complet.`,
  en: `📚 <b>{{ course }}</b>
🗓 {{ day }}
{% for t in times %}🕗 <b>{{ t.time }}</b> ({{ t.place }}{% if t.day != "" %}, {{ t.day }}{% endif %})
{% endfor %}⏳ {{ duration }} minutes, with {{ coach }}{% if assistant != "" %} (assistant: {{ assistant }}){% endif %}

🔗 <a href="{{ link }}">Join the class</a>
Meeting ID: <code>{{ meeting_id }}</code>
Passcode: <code>{{ passcode }}</code>

👉 Tap the link five minutes before and enter with your full name.`,
};

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

/** A session without a room: a reminder without its link helps nobody. */
export function meetingMissing(course: string, cell: string, why: Failure | null): Failure {
  return {
    code: "message.no-meeting",
    what: say(
      `Aucun message pour « ${course} » : sa réunion Zoom n'existe pas encore.${why === null ? "" : ` ${why.what.fr}`}`,
      `No message for "${course}": its Zoom meeting does not exist yet.${why === null ? "" : ` ${why.what.en}`}`,
    ),
    remedy: say(
      `${why === null ? "" : `${why.remedy.fr} `}Relancez create_zoom_links : les messages suivent tout seuls.`,
      `${why === null ? "" : `${why.remedy.en} `}Run create_zoom_links again: the messages follow by themselves.`,
    ),
    place: cell,
  };
}

/** The class changed after the group was told. */
export const toldAlready = say(
  "Le groupe a déjà reçu ce rappel et le cours a changé depuis : prévenez-le. Carillon ne corrige pas encore un message envoyé.",
  "The group has this reminder already and the class changed since: tell it. Carillon does not correct a sent message yet.",
);

export const expired = say(
  "Trop tard : le moment de ce message est passé, il n'est pas envoyé.",
  "Too late: the moment of this message has passed, it is not sent.",
);

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
    "Créez un bot avec @BotFather et mettez son jeton dans TELEGRAM_BOT_TOKEN.",
    "Create a bot with @BotFather and put its token into TELEGRAM_BOT_TOKEN.",
  ),
};

export const anotherSender = say(
  "Un autre processus envoie déjà les messages : celui-ci le laisse faire.",
  "Another process is sending the messages already: this one leaves it to that.",
);

/** The group moved to another id. */
export function migrated(title: string): Bilingual {
  return say(
    `Telegram a donné un nouvel identifiant au groupe « ${title} » : Carillon l'a retenu. Mettez-le à jour dans le classeur quand vous pourrez.`,
    `Telegram gave the group "${title}" a new id: Carillon keeps it. Update the workbook when you can.`,
  );
}
