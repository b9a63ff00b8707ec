import type { z } from "zod";

import { join, say, type Bilingual } from "#lib/bilingual.ts";
import type { Answer } from "#lib/failure.ts";
import type { Exchange } from "./exchange.ts";

/** Where a request went, for the failure's text. */
export interface Place {
  /** Method and path, e.g. `GET /users`. */
  readonly place: string;
  /** True when the request would have changed something at Zoom's: then its fate is unknown without an answer. */
  readonly changes: boolean;
  /** The base address that was asked. */
  readonly base: string;
}

type Unreachable = Extract<Answer<never>, { kind: "unreachable" }>;

const lookFirst = say(
  "Relancez l'étape dans quelques minutes : Carillon cherchera d'abord à Zoom si c'est déjà fait. L'état de Zoom est sur https://status.zoom.us.",
  "Run the step again in a few minutes: Carillon first looks at Zoom whether it is already done. Zoom's state is on https://status.zoom.us.",
);
const againLater = say(
  "Relancez l'étape dans quelques minutes. L'état de Zoom est sur https://status.zoom.us.",
  "Run the step again in a few minutes. Zoom's state is on https://status.zoom.us.",
);

function fate(place: Place): Bilingual {
  return place.changes
    ? say("On ne sait pas si la demande a été exécutée.", "It is not known whether the request was carried out.")
    : say("Rien n'a été changé à Zoom.", "Nothing was changed at Zoom.");
}

function remedy(place: Place): Bilingual {
  return place.changes ? lookFirst : againLater;
}

/** No answer came: refused connection, unknown name, lost connection or time over. */
export function silent(heard: Extract<Exchange, { kind: "silence" }>, timeoutMs: number, place: Place): Unreachable {
  const host = hostOf(place.base);
  if (!heard.sent) {
    return {
      kind: "unreachable",
      sent: false,
      failure: {
        code: "zoom.unreachable",
        what: say(
          `Zoom est injoignable : aucune connexion avec ${host}. Rien n'a été demandé.`,
          `Zoom cannot be reached: no connection with ${host}. Nothing was asked.`,
        ),
        remedy: say(
          "Vérifiez que l'ordinateur de Carillon a accès à Internet, puis relancez l'étape. Sur la machine : vérifiez aussi ZOOM_API_BASE et ZOOM_OAUTH_BASE s'ils ont été changés.",
          "Check that Carillon's computer has Internet access, then run the step again. On the machine: check ZOOM_API_BASE and ZOOM_OAUTH_BASE too if they were changed.",
        ),
        place: place.place,
        cause: heard.cause,
      },
    };
  }
  const seconds = Math.round(timeoutMs / 100) / 10;
  const what = heard.late
    ? say(`Zoom n'a pas répondu en ${String(seconds).replace(".", ",")} s.`, `Zoom did not answer within ${seconds} s.`)
    : say(
        "La connexion avec Zoom a été perdue avant sa réponse.",
        "The connection with Zoom was lost before its answer.",
      );
  return {
    kind: "unreachable",
    sent: true,
    failure: {
      code: "zoom.no-answer",
      what: join(what, fate(place)),
      remedy: remedy(place),
      place: place.place,
      cause: heard.cause,
    },
  };
}

/** An answer that is not Zoom's API speaking: a 5xx, a maintenance page, a redirect, a proxy's page. */
export function unusable(status: number, headers: Headers, place: Place): Unreachable {
  // The body is left out on purpose: nobody knows what a stray page echoes.
  const kind = headers.get("content-type")?.split(";")[0] ?? "no content type";
  return {
    kind: "unreachable",
    sent: true,
    failure: {
      code: "zoom.down",
      what: join(
        say(
          `Zoom est en panne ou en maintenance (réponse ${status} de ${hostOf(place.base)}).`,
          `Zoom is down or under maintenance (answer ${status} from ${hostOf(place.base)}).`,
        ),
        fate(place),
      ),
      remedy: remedy(place),
      place: place.place,
      cause: `HTTP ${status}, ${kind}`,
    },
  };
}

/** A success whose words are not those that were agreed: Zoom did something, we cannot tell what. */
export function garbled(error: z.ZodError, place: Place): Unreachable {
  const fields = error.issues.map((issue) => `${issue.path.join(".") || "answer"}: ${issue.message}`);
  return {
    kind: "unreachable",
    sent: true,
    failure: {
      code: "zoom.garbled",
      what: join(
        say(
          `Zoom a répondu autrement que prévu (${hostOf(place.base)}).`,
          `Zoom answered in an unexpected way (${hostOf(place.base)}).`,
        ),
        fate(place),
      ),
      remedy: join(
        remedy(place),
        say(
          "Si cela se répète, donnez le détail technique à la personne qui entretient Carillon.",
          "If it happens again, give the technical detail to the person who maintains Carillon.",
        ),
      ),
      place: place.place,
      cause: fields.slice(0, 5).join("; "),
    },
  };
}

function hostOf(base: string): string {
  return URL.canParse(base) ? new URL(base).host : base;
}
