import { causeOf } from "#lib/failure.ts";
import { withoutSecrets, type Secret } from "#lib/secrets.ts";

/** What one HTTP request brought: words to read, or silence. */
export type Exchange =
  | { readonly kind: "heard"; readonly status: number; readonly headers: Headers; readonly text: string }
  | {
      readonly kind: "silence";
      /** False only when no connection was made: nothing can have been done. */
      readonly sent: boolean;
      readonly late: boolean;
      readonly cause: string;
    };

/** One HTTP request. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends one request and reads its whole answer within `timeoutMs` real milliseconds; never throws for the network.
 *
 * Redirects are not followed: Zoom's API has none, and a maintenance page reached by one is not an answer.
 * `secrets` are wiped from the cause, because a header that fetch refuses is quoted in its error.
 */
export async function exchange(request: HttpRequest, timeoutMs: number, secrets: readonly Secret[]): Promise<Exchange> {
  // The machine's time, not the Clock's: the network does not wait for a clock moved by a test.
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    return { kind: "heard", status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    return {
      kind: "silence",
      sent: !neverLeft(error),
      late: signal.aborted,
      cause: withoutSecrets(causeOf(error), secrets),
    };
  }
}

/** True when the connection was refused or the name unknown, for every address that was tried. */
function neverLeft(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(neverLeft);
  if (!(error instanceof Error)) return false;
  if (error.cause !== undefined) return neverLeft(error.cause);
  const code = "code" in error ? error.code : undefined;
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
}
