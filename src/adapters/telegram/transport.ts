import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import type { ApiClientOptions } from "grammy";
import { causeOf } from "#lib/failure.ts";
import type { Clock } from "#lib/clock.ts";

type GrammyFetch = NonNullable<ApiClientOptions["fetch"]>;

/** Telegram did not answer, or answered something that is not the Bot API's JSON. */
export class NoAnswer extends Error {
  /** False only when the request certainly never left this machine. */
  readonly sent: boolean;
  /** The HTTP status, when something answered. */
  readonly status: number | undefined;

  constructor(message: string, sent: boolean, status?: number) {
    super(message);
    this.name = "NoAnswer";
    this.sent = sent;
    this.status = status;
  }
}

/**
 * The `fetch` that grammY is given: Node's own, with three differences.
 *
 * It tells whether a request left the machine; it keeps the `Retry-After` header, which grammY drops, by
 * writing it into the body where grammY looks; and it follows no redirection, because the token is in the path.
 * Node's `fetch` also goes through the machine's proxy when Node is told to (`NODE_USE_ENV_PROXY=1`).
 */
export function telegramFetch(clock: Clock): GrammyFetch {
  const call = async (
    url: string,
    init: { method?: string; headers?: Record<string, string>; body?: string | Readable; signal?: ForeignSignal },
  ) => {
    const { signal, release } = nativeSignal(init.signal);
    try {
      const response = await fetch(url, {
        method: init.method ?? "POST",
        headers: init.headers ?? {},
        // Files come as a stream, which Node's `fetch` takes from no other library than its own.
        body: init.body instanceof Readable ? await buffer(init.body) : (init.body ?? null),
        redirect: "manual",
        signal,
      }).catch((error: unknown) => {
        throw new NoAnswer(causeOf(error), !neverLeft(error));
      });
      const body = await readApiAnswer(response);
      if (response.status === 429)
        body.parameters = withRetryAfter(body.parameters, response.headers.get("retry-after"), clock);
      return { json: () => Promise.resolve(body) };
    } finally {
      release();
    }
  };
  // grammY's types name node-fetch's own classes; it uses nothing of the answer but `json()`.
  return call as unknown as GrammyFetch;
}

/** A signal of grammY's polyfill, which Node's `fetch` does not accept as its own. */
interface ForeignSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

function nativeSignal(foreign: ForeignSignal | undefined): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  if (foreign === undefined) return { signal: controller.signal, release: () => {} };
  const abort = () => controller.abort();
  if (foreign.aborted) abort();
  else foreign.addEventListener("abort", abort);
  return { signal: controller.signal, release: () => foreign.removeEventListener("abort", abort) };
}

async function readApiAnswer(response: Response): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw new NoAnswer(`HTTP ${response.status}, then the answer broke off: ${causeOf(error)}`, true, response.status);
  }
  const body = parseJson(text);
  if (!isRecord(body) || typeof body["ok"] !== "boolean") {
    // The body itself stays out of the error: it may echo what was sent.
    const type = response.headers.get("content-type") ?? "no content type";
    throw new NoAnswer(
      `HTTP ${response.status} without the Bot API's JSON (${type}, ${text.length} characters)`,
      true,
      response.status,
    );
  }
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withRetryAfter(parameters: unknown, header: string | null, clock: Clock): Record<string, unknown> {
  const given = isRecord(parameters) ? parameters : {};
  if (typeof given["retry_after"] === "number") return given;
  const seconds = secondsFrom(header, clock);
  return seconds === undefined ? given : { ...given, retry_after: seconds };
}

/** `Retry-After` is a number of seconds, or a date from which the clock's now is taken away. */
function secondsFrom(header: string | null, clock: Clock): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - clock.now().epochMilliseconds) / 1000));
}

/**
 * We did not trust the certificate: the request is written only after it is accepted. Other TLS errors
 * (`EPROTO`, `ERR_SSL_…`) are left out, since an alert may also come after the request.
 */
const certificateCodes =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_(GET_ISSUER_CERT|GET_ISSUER_CERT_LOCALLY|VERIFY_LEAF_SIGNATURE)$)/;

/** True when no byte of the request can have left: no name, no connection, no trusted certificate, no usable address. */
function neverLeft(error: unknown): boolean {
  for (let cause: unknown = error; isErrorLike(cause); cause = cause.cause) {
    if (cause.syscall === "connect" || cause.syscall === "getaddrinfo") return true;
    const code = typeof cause.code === "string" ? cause.code : "";
    if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ERR_INVALID_URL" || certificateCodes.test(code)) return true;
    // Several addresses were tried, IPv4 and IPv6: the request left only if one of them connected.
    if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(neverLeft);
  }
  return false;
}

function isErrorLike(value: unknown): value is { cause?: unknown; code?: unknown; syscall?: unknown } {
  return typeof value === "object" && value !== null;
}
