import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

/** `place` is the address without its query, which may hold a key. */
export function notAnAddress(place: string): Failure {
  return {
    code: "workbook.address-refused",
    what: say(
      `Carillon ne lit pas de classeur à l'adresse « ${place} » : il faut une adresse https, ouverte à tous, hors d'un réseau privé.`,
      `Carillon does not read a workbook from the address "${place}": it takes an https address, open to all, outside of a private network.`,
    ),
    remedy: say(
      "Donnez le lien de partage ou de publication du classeur, ou le chemin d'un fichier.",
      "Give the workbook's share or publish link, or the path of a file.",
    ),
    place,
  };
}

export function addressRefused(place: string, cause: string): Failure {
  return {
    code: "workbook.not-shared",
    what: say(
      `L'adresse « ${place} » ne donne pas de classeur : elle demande de se connecter, ou n'existe plus.`,
      `The address "${place}" gives no workbook: it asks to sign in, or is gone.`,
    ),
    remedy: say(
      "Dans Google Sheets : Partager, « Tous les utilisateurs disposant du lien », Lecteur ; puis redonnez le lien. L'emploi du temps en vigueur n'a pas changé.",
      'In Google Sheets: Share, "Anyone with the link", Viewer; then give the link again. The timetable in force has not changed.',
    ),
    place,
    cause,
  };
}

export function addressUnreachable(place: string, cause: string): Failure {
  return {
    code: "workbook.unreachable",
    what: say(`L'adresse « ${place} » ne répond pas.`, `The address "${place}" does not answer.`),
    remedy: say(
      "Vérifiez l'adresse et la connexion, puis relancez. L'emploi du temps en vigueur n'a pas changé.",
      "Check the address and the connection, then run again. The timetable in force has not changed.",
    ),
    place,
    cause,
  };
}
