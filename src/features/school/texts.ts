import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

export function noSuchHoliday(day: string): Failure {
  return {
    code: "holidays.none-that-day",
    what: say(`Aucun jour férié ni congé ne touche « ${day} ».`, `No holiday touches "${day}".`),
    remedy: say("« carillon holidays » les montre.", "`carillon holidays` shows them."),
    place: day,
  };
}

export function severalHolidays(
  day: string,
  rows: readonly { readonly id: string; readonly name: Bilingual }[],
): Failure {
  const list = (language: "fr" | "en") => rows.map((row) => `${row.name[language]} [${row.id}]`).join(", ");
  return {
    code: "holidays.several-that-day",
    what: say(
      `Plusieurs congés touchent « ${day} » : ${list("fr")}.`,
      `Several holidays touch "${day}": ${list("en")}.`,
    ),
    remedy: say("Donnez l'identifiant entre crochets.", "Give the id in brackets."),
    place: day,
  };
}

export function holidayIsPublic(name: Bilingual): Failure {
  return {
    code: "holidays.public",
    what: say(
      `« ${name.fr} » vient du calendrier du pays et ne s'enlève pas.`,
      `"${name.en}" comes from the country's calendar and cannot be removed.`,
    ),
    remedy: say(
      "Pour donner cours ce jour-là : « carillon holidays teach JOUR ».",
      "To teach that day: `carillon holidays teach DAY`.",
    ),
  };
}

export function unknownCountry(country: string): Failure {
  return {
    code: "holidays.unknown-country",
    what: say(
      `Carillon ne connaît pas les jours fériés de « ${country} ».`,
      `Carillon does not know the public holidays of "${country}".`,
    ),
    remedy: say(
      "Donnez un code de pays de deux lettres (CI, FR) ou de région (FR-67), ou ajoutez les jours à la main : « carillon holidays add ».",
      "Give a country code of two letters (CI, FR) or of a region (FR-67), or add the days by hand: `carillon holidays add`.",
    ),
    place: country,
  };
}

/** The last day comes before the first. */
export const holidayReversed: Failure = {
  code: "holiday.reversed",
  what: say("Le dernier jour vient avant le premier.", "The last day comes before the first."),
  remedy: say("Donnez le premier jour, puis le dernier.", "Give the first day, then the last."),
  place: "until",
};

export function settingUnknown(name: string): Failure {
  return {
    code: "settings.unknown",
    what: say(
      `« ${name} » n'est pas un réglage qui se change ainsi.`,
      `"${name}" is no setting that is changed like this.`,
    ),
    remedy: say(
      "« carillon help settings » les montre tous ; ceux des adresses et des dossiers se donnent dans carillon.env.",
      "`carillon help settings` shows them all; those of addresses and folders are given in carillon.env.",
    ),
    place: name,
  };
}

export function settingFixed(name: string): Failure {
  return {
    code: "settings.fixed",
    what: say("Ce réglage est fixé sur la machine de Carillon.", "This setting is fixed on Carillon's machine."),
    remedy: say(
      `Pour le changer ici, retirez ${name} de l'environnement ou de carillon.env.`,
      `To change it here, take ${name} out of the environment or of carillon.env.`,
    ),
    place: name,
  };
}

/** `about` says what the setting may be. */
export function settingWrong(name: string, about: Bilingual): Failure {
  return {
    code: "settings.wrong",
    what: say("Cette valeur n'est pas valable.", "This value is not valid."),
    remedy: about,
    place: name,
  };
}

export const testChatWanted: Failure = {
  code: "settings.test-chat-wanted",
  what: say("Le mode test a besoin d'un groupe de test.", "The test mode needs a test group."),
  remedy: say("Choisissez le groupe qui recevra tout.", "Choose the group that will receive everything."),
  place: "CARILLON_TEST_CHAT_ID",
};

/** Only some of Zoom's keys are there; `missing` is one that is not. */
export function zoomKeysWanted(missing: string): Failure {
  return {
    code: "settings.zoom-keys-wanted",
    what: say(
      "Les trois clés de Zoom vont ensemble : il en manque une.",
      "Zoom's three keys go together: one is missing.",
    ),
    remedy: say(
      "Copiez « Account ID », « Client ID » et « Client Secret » de la page « App Credentials » de Zoom.",
      "Copy “Account ID”, “Client ID” and “Client Secret” from Zoom's page “App Credentials”.",
    ),
    place: missing,
  };
}

/** The demo is for an installation that has no school yet. */
export const demoSchoolThere: Failure = {
  code: "demo.school-there",
  what: say(
    "Une école est déjà là : la démonstration s'ouvre seulement dans une installation encore vide.",
    "A school is already here: the demo opens only in an installation that is still empty.",
  ),
  remedy: say(
    "Rien n'a changé. Pour voir la démonstration à côté : « npm run demo » sur la machine de Carillon.",
    "Nothing has changed. To see the demo beside it: `npm run demo` on Carillon's machine.",
  ),
};

/** Where the page and the work are several processes there is no one place for it. */
export const demoNotPossible: Failure = {
  code: "demo.not-possible",
  what: say(
    "La démonstration ne peut pas s'ouvrir dans cette installation, où la page et le travail sont deux programmes.",
    "The demo cannot be opened in this installation, where the page and the work are two programs.",
  ),
  remedy: say(
    "Lancez « npm run demo » sur une machine où Carillon est installé.",
    "Run `npm run demo` on a machine where Carillon is installed.",
  ),
};

export const demoNotOpen: Failure = {
  code: "demo.not-open",
  what: say("Aucune démonstration n'est ouverte.", "No demo is open."),
  remedy: say("Rien n'est à faire.", "There is nothing to do."),
};

/** Where the page says what is wrong with a logo. */
const atLogo = { place: "file" } as const;

export const logoNoPicture: Failure = {
  ...atLogo,
  code: "logo.no-picture",
  what: say("Ce fichier n'est pas une image PNG ou JPEG.", "This file is no PNG or JPEG picture."),
  remedy: say(
    "Enregistrez le logo en PNG ou en JPEG, puis choisissez ce fichier.",
    "Save the logo as PNG or JPEG, then choose that file.",
  ),
};

export const logoTooBig: Failure = {
  ...atLogo,
  code: "logo.too-big",
  what: say("Ce fichier est trop lourd pour un logo.", "This file is too large for a logo."),
  remedy: say(
    "Prenez une image de 512 ko au plus ; 400 pixels de côté suffisent.",
    "Take a picture of at most 512 kB; 400 pixels a side are enough.",
  ),
};

export function logoTooWide(pixels: number): Failure {
  return {
    ...atLogo,
    code: "logo.too-wide",
    what: say("Cette image est trop grande pour un logo.", "This picture is too large for a logo."),
    remedy: say(
      `Réduisez-la à ${pixels} pixels de côté au plus ; 400 suffisent.`,
      `Reduce it to at most ${pixels} pixels a side; 400 are enough.`,
    ),
  };
}

export const logoNotThere: Failure = {
  ...atLogo,
  code: "logo.not-there",
  what: say("L'école n'a pas de logo.", "The school has no logo."),
  remedy: say("Rien n'est à faire.", "There is nothing to do."),
};

/** The backup's secrets do not open with this installation's key. */
export function keyDiffersFromBackup(file: string): Failure {
  return {
    code: "restore.key-differs",
    what: say(
      `Les secrets de « ${file} » sont protégés par une autre clé que celle de cette installation : rien n'a été changé.`,
      `The secrets of "${file}" are sealed with another key than this installation's: nothing was changed.`,
    ),
    remedy: say(
      "Remettez le fichier secret.key qui allait avec cette sauvegarde (ou CARILLON_SECRET_KEY), relancez Carillon, puis recommencez.",
      "Put back the file secret.key that went with this backup (or CARILLON_SECRET_KEY), start Carillon again, then try again.",
    ),
    place: file,
  };
}

export const somebodyStayed: Failure = {
  code: "restore.in-use",
  what: say(
    "Un programme Carillon de cette base n'a pas quitté son travail à temps : rien n'a été changé.",
    "A Carillon program on this database did not leave its work in time: nothing was changed.",
  ),
  remedy: say(
    "Recommencez. Si cela se répète : « carillon doctor » nomme les programmes ; arrêtez celui qui reste.",
    "Try again. If it happens again: `carillon doctor` names the programs; stop the one that stays.",
  ),
};

export const restoreUnderWay: Failure = {
  code: "restore.under-way",
  what: say("Une autre sauvegarde est en train d'être remise.", "Another backup is being restored."),
  remedy: say("Attendez qu'elle ait fini, puis regardez.", "Wait until it has ended, then look."),
};

/** The caller's own password is asked again; its place is the field. */
export const wrongPassword: Failure = {
  code: "restore.password-wrong",
  what: say("Ce n'est pas votre mot de passe.", "This is not your password."),
  remedy: say("Écrivez celui avec lequel vous vous connectez.", "Write the one that you sign in with."),
  place: "password",
};

export const tooManyPasswords: Failure = {
  code: "restore.too-many-passwords",
  what: say("Trop de mots de passe faux de suite.", "Too many wrong passwords in a row."),
  remedy: say("Attendez un quart d'heure, puis recommencez.", "Wait a quarter of an hour, then try again."),
  place: "password",
};

export const demoIsShown: Failure = {
  code: "restore.demo-shown",
  what: say("L'école de démonstration est affichée.", "The demo school is shown."),
  remedy: say("Fermez la démonstration, puis recommencez.", "Close the demo, then try again."),
};

/** A backup of the same moment lies here already, with other content. */
export function backupThereAlready(name: string): Failure {
  return {
    code: "backup.there-already",
    what: say(`« ${name} » est déjà là, avec un autre contenu.`, `"${name}" is there already, with other content.`),
    remedy: say("Téléchargez puis ôtez celle qui est là.", "Download the one that is there, then remove it."),
    place: name,
  };
}
