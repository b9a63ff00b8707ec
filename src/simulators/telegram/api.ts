import { once } from "node:events";
import { setTimeout as waitReally } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono, type Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { refuse, tooMany, type ApiAnswer } from "./answers.ts";
import type { Turnstile } from "../turnstile.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Ground } from "./ground.ts";
import { methods } from "./methods.ts";
import { readParameters } from "./parameters.ts";

/** One request to the Bot API and what was answered, for contract tests. The token is not in it. */
export interface Exchange {
  readonly method: string;
  /** The body as it was sent, when it was JSON. */
  readonly request: unknown;
  readonly answer: ApiAnswer;
  readonly fault: Fault | undefined;
}

/** What the HTTP side needs. */
export interface ApiOptions {
  readonly token: string;
  /** True while BotFather's owner has taken the token back. */
  readonly isRevoked: () => boolean;
  readonly faults: Faults;
  /** How long the fault "slow" takes, in real milliseconds. */
  readonly slowMs: number;
  /** With one, who is slow lets the others go first, and who hangs does so until it is cut. */
  readonly turnstile: Turnstile | undefined;
  readonly ground: Omit<Ground, "gone" | "isAnswerLost">;
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
}

type ApiContext = Context<{ Bindings: HttpBindings }>;

/** Faults after which the bot knows nothing of what was carried out. */
const losesAnswer: ReadonlySet<Fault> = new Set(["accept then drop", "accept then hang", "500 after delivery"]);

/** The Bot API over HTTP: `/bot<token>/<method>`, GET or POST. */
export function botApi(options: ApiOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all("*", async (c) => {
    const call = readAddress(c.req.path);
    if (call === undefined) return reply(c, refuse(404, "Not Found"));
    // Telegram answers 404 to what cannot be a token, and 401 to one that it does not know.
    if (!/^\d+:[\w-]+$/.test(call.token)) return reply(c, refuse(404, "Not Found"));
    if (call.token !== options.token || options.isRevoked()) return reply(c, refuse(401, "Unauthorized"));
    if (c.req.method !== "GET" && c.req.method !== "POST")
      return reply(c, refuse(405, "Method Not Allowed: only GET and POST requests are supported"));
    return answerCall(c, call.method, options);
  });
  return app;
}

function readAddress(path: string): { token: string; method: string } | undefined {
  const match = /^\/bot([^/]*)\/([^/]*)\/?$/.exec(path);
  if (match === null) return undefined;
  const [, token = "", method = ""] = match;
  try {
    return { token: decodeURIComponent(token), method };
  } catch {
    return undefined;
  }
}

async function answerCall(c: ApiContext, method: string, options: ApiOptions): Promise<Response> {
  const fault = options.faults.take(method);
  if (fault === "502 HTML")
    return c.html(
      "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>",
      502,
    );
  if (fault === "drop before delivery") return drop(c);
  if (fault === "slow") await beSlow(c, options);

  const request = options.onExchange === undefined ? undefined : await readJson(c.req.raw.clone());
  const answer =
    fault === "flood" ? tooMany(35) : await carryOut(c, method, options, fault !== undefined && losesAnswer.has(fault));
  options.onExchange?.({ method, request, answer, fault });

  if (fault === "accept then drop") return drop(c);
  if (fault === "accept then hang") return hang(c, options);
  if (fault === "500 after delivery") return reply(c, refuse(500, "Internal Server Error"));
  return reply(c, answer);
}

async function carryOut(c: ApiContext, name: string, options: ApiOptions, isAnswerLost: boolean): Promise<ApiAnswer> {
  const method = methods.get(name.toLowerCase());
  if (method === undefined) return refuse(404, "Not Found: method not found");
  const parameters = await readParameters(c.req.raw);
  if (parameters === undefined) return refuse(400, "Bad Request: can't parse the request body");
  const gone = new AbortController();
  const abort = () => gone.abort();
  c.env.outgoing.once("close", abort);
  try {
    return await method(parameters, { ...options.ground, gone: gone.signal, isAnswerLost });
  } finally {
    c.env.outgoing.off("close", abort);
  }
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse((await request.text()) || "{}");
  } catch {
    return undefined;
  }
}

function reply(c: ApiContext, answer: ApiAnswer): Response {
  const status = answer.ok ? 200 : answer.error_code;
  const wait = answer.ok ? undefined : answer.parameters?.retry_after;
  return c.json(answer, status as ContentfulStatusCode, wait === undefined ? {} : { "Retry-After": String(wait) });
}

function drop(c: ApiContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Says nothing until the bot gives up or the simulator closes. */
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
