import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";

import { minuteOf } from "./draft-rules.ts";
import type { HandChange } from "./hand-rules.ts";
import type { Placement, Proposal } from "./plan-rules.ts";

/** What a person may do instead, as a sentence. */
export function proposalInWords(proposal: Proposal): Bilingual {
  switch (proposal.kind) {
    case "another time":
      return say(
        `Le compte ${proposal.host.email} serait libre à ${minuteOf(proposal.startsAt)} (UTC) : déplacez la séance, ou ajoutez un compte Zoom avec licence, puis relancez create_zoom_links.`,
        `The account ${proposal.host.email} would be free at ${minuteOf(proposal.startsAt)} (UTC): move the session, or add a licensed Zoom account, then run create_zoom_links again.`,
      );
    case "another day":
      return say(
        `Rien à faire : la séance sera prise sur ${proposal.host.email} à la première exécution après ${minuteOf(proposal.from)} (UTC). Pour l'avoir plus tôt, ajoutez un compte Zoom.`,
        `Nothing to do: the session is taken on ${proposal.host.email} by the first run after ${minuteOf(proposal.from)} (UTC). To have it earlier, add a Zoom account.`,
      );
    case "another account":
      return say(
        "Ajoutez un compte Zoom avec licence (ou donnez un lien à la main : « carillon meetings link »), puis relancez create_zoom_links.",
        "Add a licensed Zoom account (or give a link by hand: `carillon meetings link`), then run create_zoom_links again.",
      );
  }
}

/** Why a session has no host, with what could be done; only for what was not placed. */
export function unplaced(
  placement: Exclude<Placement, { kind: "placed" }>,
  { course, startsAt, cell }: { readonly course: string; readonly startsAt: Instant; readonly cell: string },
): Failure {
  const at = minuteOf(startsAt);
  const remedy = proposalInWords(placement.proposal);
  switch (placement.kind) {
    case "no host":
      return {
        code: "meeting.no-host",
        what: say(
          `Il n'y a aucun compte Zoom pour « ${course} » le ${at} (UTC).`,
          `There is no Zoom account for "${course}" on ${at} (UTC).`,
        ),
        remedy,
        place: cell,
      };
    case "no free host":
      return {
        code: "meeting.no-free-host",
        what: say(
          `Aucun compte Zoom n'est libre pour « ${course} » le ${at} (UTC) : chacun tient déjà une autre réunion à cette heure.`,
          `No Zoom account is free for "${course}" on ${at} (UTC): each holds another meeting at that hour.`,
        ),
        remedy,
        place: cell,
      };
    case "too long":
      return {
        code: "meeting.too-long",
        what: say(
          `« ${course} » du ${at} (UTC) dure ${placement.minutes} minutes, et un compte Zoom gratuit (Basic) coupe à 40 minutes.`,
          `"${course}" of ${at} (UTC) lasts ${placement.minutes} minutes, and a free (Basic) Zoom account cuts at 40 minutes.`,
        ),
        remedy,
        place: cell,
      };
    case "budget spent":
      return { ...budgetSpent({ hostEmail: placement.host.email, proposal: placement.proposal }), place: cell };
  }
}

/** A host for which Zoom would take no more requests today. */
export function budgetSpent({
  hostEmail,
  proposal,
}: {
  readonly hostEmail: string;
  readonly proposal: Proposal;
}): Failure {
  return {
    code: "meeting.budget-spent",
    what: say(
      `Zoom n'accepte que 100 créations ou changements par compte et par jour (UTC), et ceux de ${hostEmail} sont pris : cette séance attend.`,
      `Zoom takes only 100 creations or changes an account and UTC day, and those of ${hostEmail} are taken: this session waits.`,
    ),
    remedy: proposalInWords(proposal),
  };
}

/** The host's day is spent, and the class has its meeting on another account. */
export function takenElsewhere(from: string, to: string): Bilingual {
  return say(
    `Zoom n'accepte plus rien de ${from} aujourd'hui : la réunion est prise sur ${to}.`,
    `Zoom takes nothing more of ${from} today: the meeting goes to ${to}.`,
  );
}

/** What to do when a change waits for the next day: nothing, the room stands. */
export const roomIsKept: Bilingual = say(
  "Rien à faire : la séance garde sa réunion, et son lien y mène à toute heure, même si Zoom affiche encore l'ancienne. Carillon corrige Zoom après minuit (UTC).",
  "Nothing to do: the session keeps its meeting, and the link leads there at any hour, though Zoom still shows the old one. Carillon corrects Zoom after midnight (UTC).",
);

/** One coach, two sessions at once: both get a room, and somebody has to choose. */
export function coachOverlap(
  coach: string,
  first: { readonly courseTitle: string; readonly startsAt: Instant },
  second: { readonly courseTitle: string; readonly startsAt: Instant },
): Bilingual {
  const [one, other] = [minuteOf(first.startsAt), minuteOf(second.startsAt)];
  return say(
    `${coach} aurait deux séances à la fois : « ${first.courseTitle} » (${one} UTC) et « ${second.courseTitle} » (${other} UTC). Chacune a sa réunion ; donnez un remplaçant à l'une, ou déplacez-la.`,
    `${coach} would hold two sessions at once: "${first.courseTitle}" (${one} UTC) and "${second.courseTitle}" (${other} UTC). Each has its meeting; give one a substitute, or move it.`,
  );
}

/** The class has begun, and Zoom would silently plan it for now. */
export const pastStart: Failure = {
  code: "meeting.past-start",
  what: say(
    "La séance a déjà commencé : Zoom placerait la réunion à maintenant, sans le dire.",
    "The session has begun already: Zoom would silently put the meeting at now.",
  ),
  remedy: say(
    "Ouvrez une réunion à la main dans Zoom et donnez son lien : « carillon meetings link ».",
    "Open a meeting by hand in Zoom and give its link: `carillon meetings link`.",
  ),
};

/** Zoom stopped answering: the rest of this host's sessions were not tried. */
export function zoomKeepsFailing(place: string): Failure {
  return {
    code: "zoom.unreachable",
    what: say(
      "Zoom n'a pas répondu plusieurs fois de suite : cette séance n'a pas été tentée.",
      "Zoom did not answer several times in a row: this session was not tried.",
    ),
    remedy: againByItself,
    place,
  };
}

const againByItself = say(
  "Carillon essaie de nouveau tout seul. Si cela dure, regardez status.zoom.us et la connexion du serveur.",
  "Carillon tries again by itself. If it lasts, look at status.zoom.us and at the server's connection.",
);

/** Zoom took the request and never answered, and its list does not show the meeting after a while either. */
export const lostForNow: Failure = {
  code: "zoom.lost-answer",
  what: say(
    "Zoom a reçu la demande mais sa réponse s'est perdue, et la réunion n'est pas encore dans sa liste.",
    "Zoom received the request but its answer was lost, and the meeting is not in its list yet.",
  ),
  remedy: againByItself,
};

export const lost = say(
  "La réponse de Zoom s'est perdue : sa liste est lue avant toute autre création.",
  "Zoom's answer was lost: its list is read before anything else is created.",
);

export const adopted = say(
  "La réunion existait déjà chez Zoom (la réponse s'était perdue) : elle est reprise, rien n'est créé deux fois.",
  "The meeting existed at Zoom already (its answer had been lost): it is taken over, nothing is made twice.",
);

/** A meeting of ours beside the session's own. */
export function extraRemoved(hostEmail: string): Bilingual {
  return say(
    `Une deuxième réunion de cette séance est apparue chez ${hostEmail} (Zoom l'a créée après coup) : elle est supprimée, le lien envoyé reste le bon.`,
    `A second meeting of this session appeared at ${hostEmail} (Zoom made it late): it is deleted, and the link that was sent stays the right one.`,
  );
}

/** What somebody did by hand in Zoom, with the choice. `id` is how the command line knows the session. */
export function changedByHand(id: string, change: HandChange): Failure {
  if (change.kind === "deleted") return goneByHand(id);
  const { topic, startsAt, durationMinutes } = change.now;
  const at = startsAt.slice(0, 16).replace("T", " ");
  return {
    code: "meeting.changed-by-hand",
    what: say(
      `La réunion a été changée à la main dans Zoom : « ${topic} », ${at} (UTC), ${durationMinutes} minutes.`,
      `The meeting was changed by hand in Zoom: "${topic}", ${at} (UTC), ${durationMinutes} minutes.`,
    ),
    remedy: theChoice(id),
  };
}

export function goneByHand(id: string): Failure {
  return {
    code: "meeting.deleted-by-hand",
    what: say("La réunion a été supprimée à la main dans Zoom.", "The meeting was deleted by hand in Zoom."),
    remedy: theChoice(id),
  };
}

function theChoice(id: string): Bilingual {
  const short = id.slice(0, 8);
  return say(
    `« carillon meetings restore ${short} » remet la réunion comme l'emploi du temps le dit ; « carillon meetings accept ${short} » la laisse ainsi.`,
    `\`carillon meetings restore ${short}\` puts the meeting back as the timetable says; \`carillon meetings accept ${short}\` leaves it so.`,
  );
}

export const waitsForChoice = say(
  "Un changement fait à la main dans Zoom attend votre choix : « carillon meetings » le montre.",
  "A change made by hand in Zoom waits for your choice: `carillon meetings` shows it.",
);

export const takenBack = say(
  "La réunion est de nouveau comme l'emploi du temps le dit.",
  "The meeting is again as the timetable says.",
);

/** The coach's address is no Zoom account. */
export function hostFollows(hostEmail: string): Bilingual {
  return say(
    `La réunion passe chez ${hostEmail}, pour la personne qui donne la séance : son lien change.`,
    `The meeting goes to ${hostEmail}, for the one who teaches the session: its link changes.`,
  );
}

/** The workbook's column holds something that is no link. */
export function badGivenLink(cell: string): Failure {
  return {
    code: "meeting.bad-link",
    what: say(
      "Le lien écrit dans le classeur n'est pas une adresse https (ou c'est le lien de l'hôte, qui ne doit pas être donné) : une réunion est créée à sa place.",
      "The link in the workbook is no https address (or it is the host's own, which must not be given away): a meeting is made instead.",
    ),
    remedy: say("Corrigez cette cellule, ou videz-la.", "Correct this cell, or empty it."),
    place: cell,
  };
}

export const zoomNotSet: Failure = {
  code: "zoom.not-set",
  what: say(
    "Carillon n'a pas de compte Zoom : aucune réunion ne peut être créée.",
    "Carillon has no Zoom account: no meeting can be made.",
  ),
  remedy: say(
    "Reliez-le à la page « Réglages », partie Zoom : elle dit où trouver les trois clés. Sur la machine : ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID et ZOOM_CLIENT_SECRET.",
    "Connect it on the page “Settings”, part Zoom: it says where to find the three keys. On the machine: ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET.",
  ),
};

/** Nobody has changed this session's meeting by hand. */
export function nothingToDecide(sessionId: string): Failure {
  return {
    code: "meeting.nothing-to-decide",
    what: say(
      "Personne n'a changé la réunion de cette séance à la main : il n'y a rien à décider.",
      "Nobody changed this session's meeting by hand: there is nothing to decide.",
    ),
    remedy: say(
      "« carillon meetings » montre les réunions qui attendent un choix.",
      "`carillon meetings` shows the meetings that wait for a choice.",
    ),
    place: sessionId.slice(0, 8),
  };
}

export const notALink: Failure = {
  code: "meeting.bad-link",
  what: say(
    "Ce n'est pas une adresse https que les élèves puissent ouvrir (le lien de l'hôte, lui, ne doit pas être donné).",
    "This is no https address that students can open (and the host's own link must not be given away).",
  ),
  remedy: say(
    "Copiez le lien d'invitation, par exemple https://zoom.us/j/86912345678?pwd=….",
    "Copy the invitation link, for example https://zoom.us/j/86912345678?pwd=….",
  ),
};

export const noGivenLink: Failure = {
  code: "meeting.no-given-link",
  what: say("Aucun lien n'a été donné à la main ici.", "No link was given by hand here."),
  remedy: say("« carillon meetings » montre les liens.", "`carillon meetings` shows the links."),
};

/** A session that cannot be told from what was written. */
export function noSuchSession(written: string): Failure {
  return {
    code: "session.unknown",
    what: say(
      `Aucune séance, ou plus d'une, ne commence par « ${written} ».`,
      `No session, or more than one, begins with "${written}".`,
    ),
    remedy: say(
      "« carillon meetings » donne le numéro court de chaque séance ; ajoutez des caractères au besoin.",
      "`carillon meetings` gives the short number of each session; add characters if needed.",
    ),
    place: written,
  };
}
