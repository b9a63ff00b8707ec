import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

const sendAgain = say(
  "Ouvrez le fichier dans Excel ou Google Sheets, enregistrez-le au format .xlsx et redonnez-le.",
  "Open the file in Excel or Google Sheets, save it as .xlsx and give it again.",
);

export function missing(path: string): Failure {
  return {
    code: "workbook.missing",
    what: say(`Il n'y a pas de fichier « ${path} ».`, `There is no file "${path}".`),
    remedy: say(
      "Vérifiez le chemin, ou remettez le classeur à sa place. L'emploi du temps en vigueur n'a pas changé.",
      "Check the path, or put the workbook back. The timetable in force has not changed.",
    ),
    place: path,
  };
}

export function locked(path: string, cause: string): Failure {
  return {
    code: "workbook.locked",
    what: say(
      `Le classeur « ${path} » ne peut pas être lu : il est verrouillé ou Carillon n'en a pas le droit.`,
      `The workbook "${path}" cannot be read: it is locked, or Carillon may not read it.`,
    ),
    remedy: say(
      "Fermez le fichier dans Excel, ou donnez à Carillon le droit de le lire.",
      "Close the file in Excel, or let Carillon read it.",
    ),
    place: path,
    cause,
  };
}

export function empty(path: string): Failure {
  return {
    code: "workbook.empty",
    what: say(`Le classeur « ${path} » est vide.`, `The workbook "${path}" is empty.`),
    remedy: say("Donnez le classeur qui contient l'emploi du temps.", "Give the workbook that holds the timetable."),
    place: path,
  };
}

export function notAWorkbook(path: string, cause: string): Failure {
  return {
    code: "workbook.not-a-workbook",
    what: say(
      `« ${path} » n'est pas un classeur que Carillon sait lire (.xlsx, .xlsm, .xls, .ods, .csv).`,
      `"${path}" is not a workbook that Carillon can read (.xlsx, .xlsm, .xls, .ods, .csv).`,
    ),
    remedy: sendAgain,
    place: path,
    cause,
  };
}

export function encrypted(path: string): Failure {
  return {
    code: "workbook.encrypted",
    what: say(
      `Le classeur « ${path} » est protégé par un mot de passe.`,
      `The workbook "${path}" is protected by a password.`,
    ),
    remedy: say(
      "Enlevez le mot de passe dans Excel (Fichier, Informations, Protéger le classeur), puis redonnez le fichier.",
      "Remove the password in Excel (File, Info, Protect Workbook), then give the file again.",
    ),
    place: path,
  };
}

export function tooBig(path: string, why: string): Failure {
  return {
    code: "workbook.too-big",
    what: say(
      `Le classeur « ${path} » est trop gros pour un emploi du temps (${why}).`,
      `The workbook "${path}" is too big for a timetable (${why}).`,
    ),
    remedy: say(
      "Gardez dans le classeur les seules feuilles de l'emploi du temps, sans images.",
      "Keep only the timetable's sheets in the workbook, without pictures.",
    ),
    place: path,
  };
}

/** The system ended the reader, as it does when the machine's memory is full. */
export function noMemory(path: string): Failure {
  return {
    code: "workbook.no-memory",
    what: say(
      `La lecture du classeur « ${path} » a été arrêtée par le système, sans doute par manque de mémoire. Rien n'a été changé.`,
      `Reading the workbook "${path}" was ended by the system, most likely for want of memory. Nothing was changed.`,
    ),
    remedy: say(
      "Recommencez quand la machine est moins occupée ; si cela revient, donnez-lui plus de mémoire (« carillon doctor » en dit la mesure).",
      "Try again when the machine is less busy; if it returns, give it more memory (`carillon doctor` says how much there is).",
    ),
    place: path,
    cause: "ended by SIGKILL",
  };
}

export function tooSlow(path: string, seconds: number): Failure {
  return {
    code: "workbook.too-slow",
    what: say(
      `Le classeur « ${path} » n'a pas pu être lu en ${seconds} secondes : la lecture a été arrêtée.`,
      `The workbook "${path}" could not be read within ${seconds} seconds: reading was stopped.`,
    ),
    remedy: sendAgain,
    place: path,
  };
}

export function webPage(path: string): Failure {
  return {
    code: "workbook.not-a-workbook",
    what: say(
      `« ${path} » n'est pas un classeur : c'est une page web, même si son nom dit autre chose.`,
      `"${path}" is not a workbook: it is a web page, even if its name says otherwise.`,
    ),
    remedy: sendAgain,
    place: path,
    cause: "the bytes are HTML",
  };
}

export function copyExists(path: string): Failure {
  return {
    code: "workbook.copy-exists",
    what: say(
      `Il y a déjà un fichier « ${path} » : Carillon n'écrit jamais par-dessus.`,
      `There is a file "${path}" already: Carillon never writes over one.`,
    ),
    remedy: say("Donnez un autre nom à la copie.", "Give the copy another name."),
    place: path,
  };
}

export function copyNotWritten(path: string, cause: string): Failure {
  return {
    code: "workbook.copy-not-written",
    what: say(`La copie « ${path} » ne peut pas être écrite.`, `The copy "${path}" cannot be written.`),
    remedy: say(
      "Vérifiez que le dossier existe et que Carillon peut y écrire.",
      "Check that the folder is there and that Carillon may write into it.",
    ),
    place: path,
    cause,
  };
}

export function copyHoldsMacros(path: string): Failure {
  return {
    code: "workbook.copy-holds-macros",
    what: say(
      `Le classeur contient des macros : Excel n'ouvrirait pas sa copie sous le nom « ${path} ».`,
      `The workbook holds macros: Excel would not open its copy under the name "${path}".`,
    ),
    remedy: say("Donnez à la copie un nom qui finit par .xlsm.", "Give the copy a name that ends in .xlsm."),
    place: path,
  };
}
