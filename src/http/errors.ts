import type { Context, ErrorHandler, NotFoundHandler } from "hono";

import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import { causeOf, type Failure } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

/** The only place where what goes wrong becomes an HTTP answer. No technical detail leaves this machine. */
export function errorHandler(logger: Logger, language: Language): ErrorHandler {
  return (error, context) => {
    logger.error({ path: context.req.path, cause: causeOf(error) }, "a request could not be answered");
    return answer(context, 500, { code: "http.failed", ...broken }, language);
  };
}

/** What an unknown path is answered. */
export function notFoundHandler(language: Language): NotFoundHandler {
  return (context) => answer(context, 404, { code: "http.not-found", ...unknownPath }, language);
}

const broken = {
  what: say("Carillon n'a pas pu répondre.", "Carillon could not answer."),
  remedy: say(
    "Réessayez ; si cela dure, « carillon doctor » dit ce qui ne va pas.",
    "Try again; if it lasts, `carillon doctor` says what is wrong.",
  ),
};

const unknownPath = {
  what: say("Il n'y a rien à cette adresse.", "There is nothing at this address."),
  remedy: say("Commencez par la page « / ».", "Start from the page `/`."),
};

function answer(
  context: Context,
  status: 404 | 500,
  { code, what, remedy }: { readonly code: string; readonly what: Bilingual; readonly remedy: Bilingual },
  language: Language,
) {
  return context.json({ error: { code, what: what[language], remedy: remedy[language] } }, status);
}

/** Why the address cannot be listened on; a surprise is thrown on. */
export function listenFailure(error: unknown, host: string, port: number): Failure {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const shared = { place: `${host}:${port}`, cause: causeOf(error) };
  if (code === "EADDRINUSE") {
    return {
      code: "http.port-in-use",
      what: say(
        `Le port ${port} est déjà pris par un autre programme.`,
        `The port ${port} is already taken by another program.`,
      ),
      remedy: say(
        `Arrêtez cet autre programme, ou choisissez un autre port, par exemple PORT=${port === 65_535 ? 4280 : port + 1}.`,
        `Stop that other program, or choose another port, for example PORT=${port === 65_535 ? 4280 : port + 1}.`,
      ),
      ...shared,
    };
  }
  if (code === "EACCES" || code === "EPERM") {
    return {
      code: "http.port-refused",
      what: say(`Ce compte n'a pas le droit d'ouvrir le port ${port}.`, `This account may not open the port ${port}.`),
      remedy: say(
        "Choisissez un port à partir de 1024, par exemple PORT=4280, derrière un serveur frontal si besoin.",
        "Choose a port from 1024 on, for example PORT=4280, behind a front server if need be.",
      ),
      ...shared,
    };
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EINVAL") {
    return {
      code: "http.address-not-available",
      what: say(`L'adresse ${host} n'est pas une adresse de cette machine.`, `${host} is no address of this machine.`),
      remedy: say(
        "Donnez à HOST 127.0.0.1 (cette machine seulement) ou 0.0.0.0 (tout le réseau).",
        "Give HOST 127.0.0.1 (this machine only) or 0.0.0.0 (the whole network).",
      ),
      ...shared,
    };
  }
  throw error;
}
