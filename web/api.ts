import { createORPCClient, ORPCError } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import minified from "virtual:carillon-contract";

import type { contract } from "../src/http/contract.ts";

/** So long a question may go unanswered, in milliseconds: a server whose database stands still answers nothing at all. */
const patience = 30_000;

const link = new OpenAPILink(minified, { url: () => new URL("/api", location.href), fetch: fetchInTime });

const client: JsonifiedClient<ContractRouterClient<typeof contract>> = createORPCClient(link);

/** Carillon's own routes as queries and mutations, typed by their contracts. */
export const api = createTanstackQueryUtils(client);

/** True when nobody is signed in any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ORPCError && error.status === 401;
}

/** What is to be done may take as long as it takes; what is only asked is given up after a while. */
async function fetchInTime(request: Request, init: RequestInit): Promise<Response> {
  if (request.method !== "GET") return await fetch(request, init);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Unanswered()), patience);
  try {
    return await fetch(request, { ...init, signal: AbortSignal.any([request.signal, late.signal]) });
  } finally {
    clearTimeout(timer);
  }
}

/** Nobody answered in time. */
class Unanswered extends Error {}

/** False for what the server refused, which it would refuse again, and for what has been waited for long enough. */
export function mayPass(error: unknown): boolean {
  return error instanceof ORPCError ? error.status >= 500 : !(error instanceof Unanswered);
}

/** The server's own words about what it refused. */
interface Refusal {
  readonly code: string;
  /** The field, the cell, the group: what it is about. */
  readonly place?: string;
  /** With `stale`: what is there now, and its version. */
  readonly present?: { readonly version: string; readonly fields: Readonly<Record<string, unknown>> };
  readonly what: { readonly fr: string; readonly en: string };
  readonly remedy: { readonly fr: string; readonly en: string };
}

/** What a failed question means to the person: the server's own words where it has some. */
export function reasonOf(error: unknown): Refusal | "offline" | "not allowed" | "invalid" | "broken" {
  if (!(error instanceof ORPCError)) return "offline";
  if (error.code === "REFUSED") return error.data as Refusal;
  if (error.status === 403) return "not allowed";
  if (error.status === 400) return "invalid";
  // A server in front that finds Carillon gone says 502 to 504.
  return error.status === 500 ? "broken" : "offline";
}
