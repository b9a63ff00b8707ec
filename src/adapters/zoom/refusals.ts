import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Answer } from "#lib/failure.ts";
import { withoutSecrets, type Secret } from "#lib/secrets.ts";
import type { Place } from "./silence.ts";

/** An answer by which Zoom said no. */
export type Refused = Extract<Answer<never>, { kind: "refused" }>;

/** The part of a failure that does not depend on the place. */
export interface Telling {
  readonly code: string;
  readonly what: Bilingual;
  readonly remedy: Bilingual;
}

const appPage = "https://marketplace.zoom.us → Manage";

/**
 * Zoom's refusal, told to a school operator. `zoomCode` and `message` are Zoom's own words; they go into the folded
 * technical cause, without the `secrets`.
 */
export function refused(
  status: number,
  zoomCode: number,
  message: string,
  place: Place,
  secrets: readonly Secret[],
): Refused {
  const words = wiped(message, secrets);
  return {
    kind: "refused",
    failure: { ...tell(zoomCode, words), place: place.place, cause: `HTTP ${status}, Zoom ${zoomCode}: ${words}` },
  };
}

/** The token endpoint's refusal: `error` and `reason` as OAuth names them. */
export function tokenRefused(error: string, reason: string, place: Place, secrets: readonly Secret[]): Refused {
  const words = wiped(`${error}: ${reason}`, secrets);
  const told = error === "invalid_client" ? wrongClient : wrongAccount;
  return { kind: "refused", failure: { ...told, place: place.place, cause: words } };
}

/** A class longer than Zoom can plan; found here because Zoom's own words would not help. */
export function badDuration(minutes: number, place: Place): Refused {
  return {
    kind: "refused",
    failure: {
      code: "zoom.duration",
      what: say(
        `Une réunion de ${minutes} minutes n'est pas possible : Zoom en accepte de 1 à 1 440.`,
        `A meeting of ${minutes} minutes is not possible: Zoom takes 1 to 1,440.`,
      ),
      remedy: say("Corrigez la durée du cours dans le classeur.", "Correct the class's duration in the workbook."),
      place: place.place,
    },
  };
}

/** Zoom's words without secrets, at most 300 characters. */
export function wiped(message: string, secrets: readonly Secret[]): string {
  const known = withoutSecrets(message, secrets);
  return known.replaceAll(/\b(zak|tk|pwd|access_token)=[^&\s"]+|Bearer\s+\S+/gi, "$1•••").slice(0, 300);
}

/** The scopes that Zoom says are missing, e.g. `meeting:write:meeting:admin`; empty when it names none. */
function scopesIn(message: string): readonly string[] {
  const list = /scopes?\s*:?\s*\[([^\]]*)\]/i.exec(message)?.[1] ?? "";
  return list
    .split(",")
    .map((scope) => scope.trim())
    .filter((scope) => scope !== "");
}

function tell(zoomCode: number, message: string): Telling {
  switch (zoomCode) {
    case 124:
      return badToken;
    case 4700:
    case 4711:
      return zoomCode === 4700 && scopesIn(message).length === 0 ? badToken : missingScope(scopesIn(message));
    case 1001:
      return unknownHost;
    case 200:
      return /paid account/i.test(message) ? needsPaidPlan : noPermission(message);
    case 300:
      if (/\btimezone\b/i.test(message)) return unknownZone;
      return /next[ _]page[ _]token/i.test(message) ? pageExpired : badValue(message);
    case 3000:
      return forbiddenMeeting(message);
    case 3001:
      return meetingGone;
    case 3161:
      return cannotSchedule;
    default:
      return otherRefusal(zoomCode, message);
  }
}

const badToken: Telling = {
  code: "zoom.token",
  what: say(
    "Zoom n'accepte pas le jeton de Carillon, même renouvelé.",
    "Zoom does not accept Carillon's token, even renewed.",
  ),
  remedy: say(
    `Vérifiez que l'application « Server-to-Server OAuth » est activée (${appPage}) et qu'aucun autre programme n'utilise ses identifiants, puis relancez l'étape.`,
    `Check that the “Server-to-Server OAuth” app is activated (${appPage}) and that no other program uses its credentials, then run the step again.`,
  ),
};

const wrongClient: Telling = {
  code: "zoom.credentials",
  what: say(
    "Zoom ne reconnaît pas les identifiants de l'application.",
    "Zoom does not recognise the app's credentials.",
  ),
  remedy: say(
    `Recopiez « Client ID » et « Client Secret » depuis la page « App Credentials » de l'application (${appPage}) dans la page « Réglages », partie Zoom (sur la machine : ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET), et vérifiez qu'elle est activée.`,
    `Copy “Client ID” and “Client Secret” again from the app's “App Credentials” page (${appPage}) into the page “Settings”, part Zoom (on the machine: ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET), and check that it is activated.`,
  ),
};

const wrongAccount: Telling = {
  code: "zoom.account",
  what: say("Zoom refuse de donner un jeton pour ce compte.", "Zoom refuses a token for this account."),
  remedy: say(
    `Recopiez « Account ID » depuis la page « App Credentials » de l'application (${appPage}) dans la page « Réglages », partie Zoom (sur la machine : ZOOM_ACCOUNT_ID) ; l'application doit être du type « Server-to-Server OAuth ».`,
    `Copy “Account ID” again from the app's “App Credentials” page (${appPage}) into the page “Settings”, part Zoom (on the machine: ZOOM_ACCOUNT_ID); the app must be of the type “Server-to-Server OAuth”.`,
  ),
};

function missingScope(scopes: readonly string[]): Telling {
  const named = scopes.join(", ");
  return {
    code: "zoom.scope",
    what:
      named === ""
        ? say("Il manque une autorisation (scope) à l'application Zoom.", "The Zoom app lacks a permission (scope).")
        : say(
            `Il manque une autorisation à l'application Zoom : ${named}.`,
            `The Zoom app lacks a permission: ${named}.`,
          ),
    remedy: say(
      `Ajoutez ${named === "" ? "le scope nommé dans le détail technique" : named} dans l'onglet « Scopes » de l'application (${appPage}), enregistrez, puis relancez l'étape.`,
      `Add ${named === "" ? "the scope named in the technical detail" : named} in the app's “Scopes” tab (${appPage}), save, then run the step again.`,
    ),
  };
}

const unknownHost: Telling = {
  code: "zoom.host-unknown",
  what: say(
    "Cet hôte n'existe pas, ou plus, dans le compte Zoom.",
    "This host does not exist, or no longer exists, in the Zoom account.",
  ),
  remedy: say(
    "Vérifiez l'adresse e-mail de l'hôte du cours dans la liste des utilisateurs Zoom (https://zoom.us/account/user), ou donnez un autre hôte au cours.",
    "Check the e-mail address of the class's host in Zoom's list of users (https://zoom.us/account/user), or give the class another host.",
  ),
};

const needsPaidPlan: Telling = {
  code: "zoom.plan",
  what: say(
    "Le forfait du compte Zoom ne donne pas accès à cette information : il faut un forfait payant.",
    "The Zoom account's plan does not give this information: a paid plan is needed.",
  ),
  remedy: say(
    "Passez le compte à Zoom Pro ou plus, ou comptez les présences autrement.",
    "Move the account to Zoom Pro or higher, or record attendance another way.",
  ),
};

function noPermission(message: string): Telling {
  return {
    code: "zoom.permission",
    what: say(`Zoom n'autorise pas cette action : ${message}`, `Zoom does not allow this action: ${message}`),
    remedy: say(
      "Demandez à l'administrateur du compte Zoom de donner ce droit à l'hôte ou à l'application, puis relancez l'étape.",
      "Ask the Zoom account's administrator to give the host or the app this right, then run the step again.",
    ),
  };
}

const pageExpired: Telling = {
  code: "zoom.page-expired",
  what: say(
    "La liste de Zoom a changé pendant sa lecture, deux fois de suite.",
    "Zoom's list expired while it was read, twice in a row.",
  ),
  remedy: say("Relancez l'étape.", "Run the step again."),
};

const unknownZone: Telling = {
  code: "zoom.time-zone",
  what: say(
    "Zoom ne connaît pas le fuseau horaire que Carillon lui donne.",
    "Zoom does not know the time zone that Carillon gives it.",
  ),
  remedy: say(
    "Écrivez dans le classeur un fuseau que Zoom connaît (Europe/Paris, Africa/Abidjan) ou un décalage fixe (GMT+1), puis importez-le. Sur la machine : ZOOM_START=utc dit toutes les heures en temps universel.",
    "Write in the workbook a zone that Zoom knows (Europe/Paris, Africa/Abidjan) or a fixed offset (GMT+1), then import it. On the machine: ZOOM_START=utc tells every time in universal time.",
  ),
};

function badValue(message: string): Telling {
  return {
    code: "zoom.invalid",
    what: say(`Zoom refuse une valeur de la demande : ${message}`, `Zoom refuses a value of the request: ${message}`),
    remedy: say(
      "Vérifiez le titre, l'heure et la durée du cours dans le classeur ; si tout est juste, donnez le détail technique à la personne qui entretient Carillon.",
      "Check the class's title, time and duration in the workbook; if all is right, give the technical detail to the person who maintains Carillon.",
    ),
  };
}

function forbiddenMeeting(message: string): Telling {
  return {
    code: "zoom.meeting-forbidden",
    what: say(
      `Zoom refuse de toucher à cette réunion ou à cet hôte : ${message}`,
      `Zoom refuses to touch this meeting or this host: ${message}`,
    ),
    remedy: say(
      "Ouvrez la réunion et les réglages de l'hôte sur https://zoom.us/meeting ; donnez au besoin un autre hôte au cours.",
      "Open the meeting and the host's settings on https://zoom.us/meeting; give the class another host if needed.",
    ),
  };
}

const meetingGone: Telling = {
  code: "zoom.meeting-gone",
  what: say(
    "Cette réunion n'existe plus à Zoom : supprimée ou expirée.",
    "This meeting no longer exists at Zoom: deleted or expired.",
  ),
  remedy: say(
    "Relancez « create_zoom_links » : une nouvelle réunion sera créée.",
    "Run `create_zoom_links` again: a new meeting will be created.",
  ),
};

const cannotSchedule: Telling = {
  code: "zoom.host-cannot-schedule",
  what: say(
    "Zoom n'autorise pas cet hôte à planifier des réunions.",
    "Zoom does not allow this host to schedule meetings.",
  ),
  remedy: say(
    "Donnez à l'hôte une licence « Meetings » (https://zoom.us/account/user), ou donnez un autre hôte au cours.",
    "Give the host a “Meetings” licence (https://zoom.us/account/user), or give the class another host.",
  ),
};

function otherRefusal(zoomCode: number, message: string): Telling {
  return {
    code: "zoom.refused",
    what: say(
      `Zoom a refusé la demande (code ${zoomCode}) : ${message}`,
      `Zoom refused the request (code ${zoomCode}): ${message}`,
    ),
    remedy: say(
      "Cherchez ce code sur https://support.zoom.com ou donnez le détail technique à la personne qui entretient Carillon.",
      "Look this code up on https://support.zoom.com, or give the technical detail to the person who maintains Carillon.",
    ),
  };
}
