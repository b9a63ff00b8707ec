import { request as httpsRequest } from "node:https";

import type { LinkHealth, LookAtLink } from "#features/meetings/ports.ts";
import { causeOf } from "#lib/failure.ts";

import { PrivateAddress, publicLookup, type Ask } from "../excel/fetch-workbook.ts";

/** Without an answer, in milliseconds. */
const silence = 15_000;
/** Nothing is there any more. */
const gone = new Set([404, 410]);

/**
 * Opens links that people gave, on the open network only; what they answer is not read.
 *
 * A service that refuses a program (401, 403, 429) lets a person's browser in, and a redirection leads on: those
 * answer. A name that does not exist and a page that is gone are dead.
 */
export function linkLooker({ ask = httpsRequest }: { readonly ask?: Ask } = {}): LookAtLink {
  return async (url) =>
    await new Promise<LinkHealth>((settle) => {
      const headers = { accept: "text/html,*/*", "user-agent": "Mozilla/5.0 (compatible; Carillon)" };
      const asked = ask(new URL(url), { headers, lookup: publicLookup, timeout: silence }, (answer) => {
        answer.destroy();
        settle(healthOf(answer.statusCode ?? 0));
      });
      asked.on("timeout", () => asked.destroy(new Error(`silent for ${silence / 1_000} s`)));
      asked.on("error", (error: NodeJS.ErrnoException) => {
        const isDead = error instanceof PrivateAddress || error.code === "ENOTFOUND";
        settle({ kind: isDead ? "dead" : "silent", cause: error.code ?? causeOf(error) });
      });
      asked.end();
    });
}

function healthOf(status: number): LinkHealth {
  if (gone.has(status)) return { kind: "dead", cause: `HTTP ${status}` };
  return status >= 500 ? { kind: "silent", cause: `HTTP ${status}` } : { kind: "answers" };
}
