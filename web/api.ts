import { createORPCClient, ORPCError } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import minified from "virtual:carillon-contract";

import type { contract } from "../src/http/contract.ts";

const link = new OpenAPILink(minified, { url: () => new URL("/api", location.href) });

const client: JsonifiedClient<ContractRouterClient<typeof contract>> = createORPCClient(link);

/** Carillon's own routes as queries and mutations, typed by their contracts. */
export const api = createTanstackQueryUtils(client);

/** True when nobody is signed in any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ORPCError && error.status === 401;
}

/** False for what the server refused: asked again, it would answer the same. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof ORPCError) || error.status >= 500;
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
