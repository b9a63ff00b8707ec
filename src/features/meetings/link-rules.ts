import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import type { LinkHealth } from "./ports.ts";

/** The link that people gave does not open on the day of its class. */
export function givenLinkFails(id: string, health: Exclude<LinkHealth, { kind: "answers" }>): Failure {
  const short = id.slice(0, 8);
  return {
    code: health.kind === "dead" ? "meeting.dead-link" : "meeting.silent-link",
    what:
      health.kind === "dead"
        ? say(
            "Le lien donné à la main ne mène à rien : les élèves n'entreraient pas.",
            "The link that was given by hand leads nowhere: students would not get in.",
          )
        : say(
            "Le lien donné à la main n'a pas répondu : c'est peut-être passager.",
            "The link that was given by hand did not answer: it may pass.",
          ),
    remedy: say(
      `Ouvrez-le vous-même ; s'il ne va pas, donnez le bon (« carillon meetings link ${short} … ») ou laissez Carillon ouvrir une réunion (« carillon meetings unlink ${short} »).`,
      `Open it yourself; if it fails, give the right one (\`carillon meetings link ${short} …\`) or let Carillon open a meeting (\`carillon meetings unlink ${short}\`).`,
    ),
    cause: health.cause,
  };
}

/** What students need to enter was changed in Zoom. */
export const linkChanged = say(
  "Le lien ou le code d'accès a changé dans Zoom : Carillon reprend le nouveau.",
  "The link or the passcode was changed in Zoom: Carillon takes the new one.",
);
