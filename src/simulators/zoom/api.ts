import { once } from "node:events";
import { setTimeout as waitReally } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono, type Context } from "hono";

import type { Turnstile } from "../turnstile.ts";
import type { Endpoint, Ground } from "./endpoints.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Later } from "./later.ts";
import type { Ledger } from "./ledger.ts";
import { meetingEndpoints } from "./meeting-endpoints.ts";
import type { OAuth } from "./oauth.ts";
import { pastEndpoints } from "./past-endpoints.ts";
import { refusal, type Reply } from "./reply.ts";
import { userEndpoints } from "./user-endpoints.ts";

/** One request and what was answered, for contract tests. Headers, and so tokens, are not in it. */
export interface Exchange {
  readonly method: string;
  /** As Zoom's documentation writes it, e.g. `/meetings/{meetingId}`; `undefined` for an unknown path. */
  readonly template: string | undefined;
  /** The path's variable part, decoded once. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  /** The body as text; empty when there was none. */
  readonly request: string;
  readonly status: number;
  readonly answer: unknown;
  readonly fault: Fault | undefined;
}

/** What the HTTP side needs. */
export interface ApiOptions {
  readonly ground: Ground;
  readonly oauth: OAuth;
  readonly faults: Faults;
  readonly ledger: Ledger;
  /** How long the fault "slow" takes, in real milliseconds. */
  readonly slowMs: number;
  /** With one, who is slow lets the others go first, and who hangs does so until it is cut. */
  readonly turnstile: Turnstile | undefined;
  /** Holds what the fault "commit later" carries out after a while. */
  readonly later: Later;
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
}

type ApiContext = Context<{ Bindings: HttpBindings }>;

const endpoints: readonly Endpoint[] = [...userEndpoints, ...meetingEndpoints, ...pastEndpoints];

const maintenancePage =
  "<!DOCTYPE html><html><head><title>Zoom is currently under maintenance</title></head>" +
  "<body><h1>We'll be back soon</h1></body></html>";

/** Zoom over HTTP: `/oauth/token` and `/v2/...`. */
export function zoomApi(options: ApiOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all("*", (c) => answer(c, options));
  return app;
}

async function answer(c: ApiContext, options: ApiOptions): Promise<Response> {
  // The path as it was sent: uuids with slashes depend on how often they were encoded.
  const url = new URL(c.req.url);
  const { method } = c.req;
  const found = method === "POST" && url.pathname === "/oauth/token" ? undefined : route(method, url.pathname);
  options.ledger.count(
    found?.endpoint === undefined ? `${method} ${url.pathname}` : `${method} ${found.endpoint.template}`,
  );

  options.later.settle();
  const fault = options.faults.take(method, url.pathname);
  if (fault === "refuse") return drop(c);
  if (fault === "502 HTML maintenance") return c.html(maintenancePage, 502);
  if (fault === "slow") await beSlow(c, options);

  const body = await c.req.text();
  if (fault === "commit later") {
    const authorization = c.req.header("authorization") ?? "";
    options.later.add(() => void carryOut(authorization, url, body, found, options));
    return drop(c);
  }
  const made = limitedBy(fault, options) ?? carryOut(c.req.header("authorization") ?? "", url, body, found, options);
  options.onExchange?.({
    method,
    template: found?.endpoint?.template,
    id: found?.id ?? "",
    query: Object.fromEntries(url.searchParams),
    request: body,
    status: made.status,
    answer: made.body,
    fault,
  });

  if (fault === "commit then drop") return drop(c);
  if (fault === "commit then hang") return hang(c, options);
  if (fault === "500 after commit") return toResponse(refusal(500, 500, "Internal server error."));
  return toResponse(made);
}

interface Route {
  /** Absent when the path is none of ours. */
  readonly endpoint?: Endpoint;
  readonly id: string;
}

function route(method: string, path: string): Route {
  const parts = path.split("/").slice(1);
  if (parts[0] !== "v2") return { id: "" };
  for (const endpoint of endpoints) {
    if (endpoint.method !== method) continue;
    const wanted = endpoint.template.split("/").slice(1);
    const given = parts.slice(1);
    if (given.length !== wanted.length) continue;
    const variable = wanted.findIndex((part) => part.startsWith("{"));
    if (!wanted.every((part, index) => index === variable || part === given[index])) continue;
    const id = variable === -1 ? "" : decodedOnce(given[variable] ?? "");
    // The gateway decodes once and then routes: such slashes break the path.
    if (id === undefined || id.startsWith("/") || id.includes("//")) continue;
    return { endpoint, id };
  }
  return { id: "" };
}

function carryOut(authorization: string, url: URL, body: string, found: Route | undefined, options: ApiOptions): Reply {
  const { ground, oauth } = options;
  if (found === undefined) {
    return oauth.token(authorization, new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]));
  }
  const { endpoint, id } = found;
  if (endpoint === undefined) return refusal(404, 2300, "This API endpoint is not recognized.");
  const now = ground.clock.now();
  ground.live.settle(now);
  return (
    oauth.admit(authorization, endpoint.scope) ??
    ground.limits.admit(endpoint.weight) ??
    endpoint.handle({ id, query: url.searchParams, body, now }, ground)
  );
}

function limitedBy(fault: Fault | undefined, { ground }: ApiOptions): Reply | undefined {
  if (fault === "429 with a date") return ground.limits.tooFast("light", "date");
  if (fault === "429 with seconds") return ground.limits.tooFast("light", "seconds");
  return fault === "429 bare" ? ground.limits.tooFast("light", "bare") : undefined;
}

function decodedOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function toResponse(reply: Reply): Response {
  if (reply.body === undefined) return new Response(null, { status: reply.status });
  return Response.json(reply.body, { status: reply.status, headers: reply.headers ?? {} });
}

function drop(c: ApiContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Says nothing until the client gives up or the simulator closes. */
async function hang(c: ApiContext, { turnstile }: ApiOptions): Promise<Response> {
  turnstile?.hang(c.env.outgoing);
  await once(c.env.outgoing, "close");
  return RESPONSE_ALREADY_SENT;
}

async function beSlow(c: ApiContext, { slowMs, turnstile }: ApiOptions): Promise<void> {
  // The key comes after those of all other requests.
  if (turnstile === undefined) await waitReally(slowMs);
  else await turnstile.enter(`~ ${c.req.path}`, c.env.outgoing);
}
