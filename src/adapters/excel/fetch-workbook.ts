import { createHash } from "node:crypto";
import { lookup as lookUp } from "node:dns";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { dirname, join } from "node:path";

import { causeOf, failed, ok, type Result } from "#lib/failure.ts";

import { tooBig } from "./failures.ts";
import { addressRefused, addressUnreachable, notAnAddress } from "./address-failures.ts";
import { isPublicAddress } from "./public-address.ts";
import { walls } from "./walls.ts";

/** What came from an address. */
interface Fetched {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** How an address is asked; tests hand in one that answers from this machine. */
export type Ask = (url: URL, options: RequestOptions, hear: (answer: IncomingMessage) => void) => AskedRequest;
type AskedRequest = ReturnType<typeof httpsRequest>;

const mostRedirects = 5;
/** Without a byte, in milliseconds. */
const silence = 20_000;

/**
 * Fetches a workbook from an https address; a link to a Google Sheet is asked for its .xlsx.
 *
 * The last answer is kept in `cacheFolder` with its ETag, so that a workbook that has not changed is not sent
 * again. Addresses inside private networks are refused, also those that a redirect or a name leads to.
 */
export async function fetchWorkbook({
  address,
  cacheFolder,
  ask = httpsRequest,
}: {
  readonly address: string;
  readonly cacheFolder: string | undefined;
  readonly ask?: Ask;
}): Promise<Result<Fetched>> {
  const kept = await readKept(cacheFolder, address);
  let url = URL.canParse(address) ? downloadOf(new URL(address)) : undefined;
  for (let hop = 0; hop <= mostRedirects && url !== undefined; hop += 1) {
    const place = `${url.origin}${url.pathname}`;
    if (url.protocol !== "https:" || url.username !== "") return failed(notAnAddress(place));
    const answer = await answerTo(url, ask, kept?.tag);
    if ("cause" in answer) return failed(addressUnreachable(place, answer.cause));
    if (answer.kind === "private") return failed(notAnAddress(place));
    if (answer.kind === "too big") return failed(tooBig(place, `> ${walls.fileBytes / 1024 / 1024} MB`));
    if (answer.status === 304 && kept !== undefined) return ok(kept);
    if (answer.status >= 300 && answer.status < 400 && answer.location !== undefined) {
      url = URL.canParse(answer.location, url) ? new URL(answer.location, url) : undefined;
      continue;
    }
    if (answer.status >= 500) return failed(addressUnreachable(place, `HTTP ${answer.status}`));
    const isPage = /^text\/html\b/.test(answer.type);
    if (answer.status !== 200 || isPage)
      return failed(addressRefused(place, isPage ? "HTML" : `HTTP ${answer.status}`));
    const fetched = { fileName: nameOf(url, answer.disposition), bytes: answer.bytes };
    await keep(cacheFolder, address, fetched, answer.tag);
    return ok(fetched);
  }
  return failed(notAnAddress(url === undefined ? "?" : `${url.origin}${url.pathname}`));
}

/** A Google Sheet's page is for reading; its workbook is beside it. */
export function downloadOf(url: URL): URL {
  if (url.hostname !== "docs.google.com") return url;
  const [, published, id] = /^\/spreadsheets\/(?:u\/\d+\/)?d\/(e\/)?([\w-]+)/.exec(url.pathname) ?? [];
  if (id === undefined) return url;
  return published === undefined
    ? new URL(`https://docs.google.com/spreadsheets/d/${id}/export?format=xlsx`)
    : new URL(`https://docs.google.com/spreadsheets/d/e/${id}/pub?output=xlsx`);
}

type Answer =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly type: string;
      readonly location: string | undefined;
      readonly disposition: string;
      readonly tag: string | undefined;
      readonly bytes: Buffer;
    }
  | { readonly kind: "private" }
  | { readonly kind: "too big" }
  | { readonly kind: "silent"; readonly cause: string };

/** A name that leads into a private network. */
export class PrivateAddress extends Error {}

/** Connects only to addresses that anybody could reach, whatever the name is said to mean. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, []);
    if (!addresses.every((each) => isPublicAddress(each.address))) return done(new PrivateAddress(hostname), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return done(null, addresses);
    return done(null, first.address, first.family);
  });
};

async function answerTo(url: URL, ask: Ask, tag: string | undefined): Promise<Answer> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isPublicAddress(host)) return { kind: "private" };
  const headers = { accept: "*/*", "user-agent": "Carillon", ...(tag === undefined ? {} : { "if-none-match": tag }) };
  return await new Promise((settle) => {
    const asked = ask(url, { headers, lookup: publicLookup, timeout: silence }, (answer) => {
      void heard(answer).then(settle, (error: unknown) => settle({ kind: "silent", cause: causeOf(error) }));
    });
    asked.on("timeout", () => asked.destroy(new Error(`silent for ${silence / 1_000} s`)));
    asked.on("error", (error) => {
      settle(error instanceof PrivateAddress ? { kind: "private" } : { kind: "silent", cause: causeOf(error) });
    });
    asked.end();
  });
}

async function heard(answer: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = answer;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > walls.fileBytes) {
      answer.destroy();
      return { kind: "too big" };
    }
    chunks.push(chunk);
  }
  return {
    kind: "answer",
    status,
    type: headers["content-type"] ?? "",
    location: headers.location,
    disposition: headers["content-disposition"] ?? "",
    tag: headers.etag,
    bytes: Buffer.concat(chunks),
  };
}

function nameOf(url: URL, disposition: string): string {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  const [, plain] = /filename="?([^";]+)"?/i.exec(disposition) ?? [];
  const last = url.pathname.split("/").findLast((part) => part !== "") ?? url.hostname;
  try {
    return decodeURIComponent(encoded ?? plain ?? last).replaceAll(/[/\\\p{Cc}]/gu, "_");
  } catch {
    return last;
  }
}

interface Kept extends Fetched {
  readonly tag: string;
}

function keptPath(folder: string, address: string): string {
  return join(folder, createHash("sha256").update(address).digest("hex").slice(0, 24));
}

async function readKept(folder: string | undefined, address: string): Promise<Kept | undefined> {
  if (folder === undefined) return undefined;
  try {
    const path = keptPath(folder, address);
    const { tag, fileName } = JSON.parse(await readFile(`${path}.json`, "utf8")) as { tag: string; fileName: string };
    return { tag, fileName, bytes: await readFile(`${path}.bin`) };
  } catch {
    return undefined;
  }
}

/** Keeps an answer that names its version; a folder that cannot be written costs a download a week, nothing else. */
async function keep(folder: string | undefined, address: string, fetched: Fetched, tag: string | undefined) {
  if (folder === undefined || tag === undefined) return;
  try {
    // A data folder that is not there is not made by looking at a workbook.
    await stat(dirname(folder));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = keptPath(folder, address);
    await writeFile(`${path}.new`, fetched.bytes, { mode: 0o600 });
    await rename(`${path}.new`, `${path}.bin`);
    await writeFile(`${path}.json`, JSON.stringify({ tag, fileName: fetched.fileName }), { mode: 0o600 });
  } catch {
    return;
  }
}
