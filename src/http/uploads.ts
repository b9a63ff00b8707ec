import type { Context, MiddlewareHandler } from "hono";

import type { Services } from "#app/parts.ts";
import { mayCall, type Access } from "#features/accounts/rules.ts";
import { largestBackup } from "#features/school/contract.ts";
import { logoBytes } from "#features/school/logo-rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";

import { isMoreThan } from "./at-most.ts";
import type { Caller } from "./guard.ts";
import { withPeer } from "./peer.ts";
import { operators, owners } from "./route.ts";

const megabyte = 1024 * 1024;

/** A question to `/api` is a few fields; whatever is larger, and is no upload, is none of ours. */
export const largestQuestion = megabyte;

/** Around a file stand its name and the marks of the form. */
const around = 64 * 1024;

/** Where a file may be sent: of how many megabytes at most, and by whom. Of others nothing that large is read. */
const uploads: ReadonlyMap<string, { readonly megabytes: number; readonly access: Access }> = new Map([
  // A workbook may be as large as its reader takes.
  ["/api/timetable/uploads", { megabytes: 30, access: operators }],
  ["/api/settings/logo", { megabytes: logoBytes / megabyte, access: owners }],
  ["/api/backups/files", { megabytes: largestBackup / megabyte, access: owners }],
]);

/**
 * Takes in the files that people send: they flow to the disk, and what is larger than its place allows is refused
 * with a word for people, before it is read or as soon as it has become too large.
 */
export function takeUploads({
  takeForm,
  caller,
  api,
}: {
  readonly takeForm: Services["takeForm"];
  readonly caller: (headers: Headers) => Promise<Caller | undefined>;
  readonly api: (request: Request) => Promise<Response | undefined>;
}): MiddlewareHandler {
  return async (context, next) => {
    const upload = uploads.get(context.req.path);
    const contentType = context.req.header("content-type") ?? "";
    if (upload === undefined || !contentType.startsWith("multipart/form-data")) return await next();
    if (!mayCall(upload.access, (await caller(context.req.raw.headers))?.role)) return await next();
    const { megabytes } = upload;
    const mostBytes = megabytes * megabyte + around;
    if (isMoreThan(context, mostBytes)) return refuse(context, 413, fileTooLarge(megabytes));
    // Who asks for the body has to read it: what is refused above is let go by the server itself.
    const { body } = context.req.raw;
    if (body === null) return refuse(context, 400, fileBroken);
    const taken = await takeForm({ contentType, content: body, mostBytes });
    if (taken === "too large") return refuse(context, 413, fileTooLarge(megabytes));
    if (taken === "broken") return refuse(context, 400, fileBroken);
    try {
      return (await api(await withPeer(context, taken.form))) ?? context.notFound();
    } finally {
      await taken.forget();
    }
  };
}

/** What a question is answered that is larger than any that the page asks. */
export function refuseQuestion(context: Context): Response {
  return refuse(context, 413, questionTooLarge);
}

interface Told {
  readonly code: string;
  readonly what: Bilingual;
  readonly remedy: Bilingual;
  readonly place?: string;
}

/** As a route refuses (`REFUSED` of the contracts), so that the page puts it at its field. */
function refuse(context: Context, status: 400 | 413, data: Told): Response {
  return context.json({ defined: true, code: "REFUSED", status, message: data.code, data }, status);
}

function fileTooLarge(megabytes: number): Told {
  return {
    code: "http.file-too-large",
    what: say(
      "Ce fichier est trop lourd : Carillon ne l'a pas pris.",
      "This file is too large: Carillon did not take it.",
    ),
    remedy: say(
      `Choisissez un fichier de ${megabytes.toLocaleString("fr")} Mo au plus.`,
      `Choose a file of at most ${megabytes.toLocaleString("en")} MB.`,
    ),
    place: "file",
  };
}

const fileBroken: Told = {
  code: "http.file-broken",
  what: say("Le fichier n'est pas arrivé en entier.", "The file did not arrive whole."),
  remedy: say("Envoyez-le encore une fois.", "Send it once more."),
  place: "file",
};

const questionTooLarge: Told = {
  code: "http.too-large",
  what: say("Cette demande est trop grosse : elle n'a pas été lue.", "This request is too large: it was not read."),
  remedy: say("Envoyez-en moins à la fois.", "Send less at a time."),
};
