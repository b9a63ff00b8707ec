import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

interface Place {
  readonly course: string;
  readonly startsAt: Instant;
  readonly cell: string;
}

/** A session that no account can hold at its time. */
export function noFreeHost({ course, startsAt, cell }: Place): Failure {
  const at = minuteOf(startsAt);
  return {
    code: "meeting.no-free-host",
    what: say(
      `Aucun compte Zoom n'est libre pour « ${course} » le ${at} (UTC) : un compte ne tient qu'une réunion à la fois, et un compte gratuit s'arrête à 40 minutes.`,
      `No Zoom account is free for "${course}" on ${at} (UTC): an account holds one meeting at a time, and a free account ends at 40 minutes.`,
    ),
    remedy: say(
      "Ajoutez un compte Zoom avec licence, ou déplacez l'un des cours de cette heure, puis relancez create_zoom_links.",
      "Add a licensed Zoom account, or move one of the classes of that hour, then run create_zoom_links again.",
    ),
    place: cell,
  };
}

/** A session for which Zoom would take no more requests today. */
export function budgetSpent({ course, startsAt, cell, hostEmail }: Place & { readonly hostEmail: string }): Failure {
  return {
    code: "meeting.budget-spent",
    what: say(
      `Zoom n'accepte que 100 créations par compte et par jour, et ${hostEmail} les a toutes prises : « ${course} » du ${minuteOf(startsAt)} (UTC) attend.`,
      `Zoom takes only 100 requests an account and day, and ${hostEmail} has used them all: "${course}" of ${minuteOf(startsAt)} (UTC) waits.`,
    ),
    remedy: say(
      "Relancez create_zoom_links demain (après minuit UTC), ou répartissez les cours sur d'autres comptes.",
      "Run create_zoom_links again tomorrow (after midnight UTC), or spread the classes over other accounts.",
    ),
    place: cell,
  };
}

/** Zoom stopped answering: the rest of this host's sessions were not tried. */
export function zoomKeepsFailing(place: string): Failure {
  return {
    code: "zoom.unreachable",
    what: say(
      "Zoom n'a pas répondu plusieurs fois de suite : cette séance n'a pas été tentée.",
      "Zoom did not answer several times in a row: this session was not tried.",
    ),
    remedy: say(
      "Carillon essaie de nouveau tout seul. Si cela dure, regardez status.zoom.us et la connexion du serveur.",
      "Carillon tries again by itself. If it lasts, look at status.zoom.us and at the server's connection.",
    ),
    place,
  };
}

/** Zoom took the request twice and never answered, and its list does not show the meeting yet. */
export function lost(place: string): { readonly failure: Failure } {
  return { failure: { ...zoomKeepsFailing(place), code: "zoom.lost-answer", what: lostAnswer } };
}

const lostAnswer: Bilingual = say(
  "Zoom a reçu la demande mais sa réponse s'est perdue, et la réunion n'est pas encore dans sa liste.",
  "Zoom received the request but its answer was lost, and the meeting is not in its list yet.",
);

export const adopted = say(
  "La réunion existait déjà chez Zoom (la réponse s'était perdue) : elle est reprise, rien n'est créé deux fois.",
  "The meeting existed at Zoom already (its answer had been lost): it is taken over, nothing is made twice.",
);

export const goneByHand = say(
  "La réunion a été supprimée à la main dans Zoom : la prochaine exécution en crée une nouvelle.",
  "The meeting was deleted by hand in Zoom: the next run makes a new one.",
);

function minuteOf(instant: Instant): string {
  return instant.toString({ smallestUnit: "minute" }).replace("T", " ").replace("Z", "");
}

export const zoomNotSet: Failure = {
  code: "zoom.not-set",
  what: say(
    "Carillon n'a pas de compte Zoom : aucune réunion ne peut être créée.",
    "Carillon has no Zoom account: no meeting can be made.",
  ),
  remedy: say(
    "Créez une application Server-to-Server OAuth sur marketplace.zoom.us et donnez ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID et ZOOM_CLIENT_SECRET.",
    "Create a Server-to-Server OAuth app on marketplace.zoom.us and give ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET.",
  ),
};
