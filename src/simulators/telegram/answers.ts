/** What the Bot API answers: a result, or a refusal in its own words. */
export type ApiAnswer =
  | { readonly ok: true; readonly result: unknown; readonly description?: string }
  | {
      readonly ok: false;
      readonly error_code: number;
      readonly description: string;
      readonly parameters?: RefusalParameters;
    };

/** What a program can act on in a refusal. */
export interface RefusalParameters {
  readonly migrate_to_chat_id?: number;
  /** Seconds. */
  readonly retry_after?: number;
}

/** A yes. */
export function done(result: unknown, description?: string): ApiAnswer {
  return description === undefined ? { ok: true, result } : { ok: true, result, description };
}

/** A no, with the HTTP status, which the Bot API repeats in the body. */
export function refuse(
  error_code: number,
  description: string,
  parameters?: RefusalParameters,
): ApiAnswer & { ok: false } {
  return parameters === undefined
    ? { ok: false, error_code, description }
    : { ok: false, error_code, description, parameters };
}

/** 429, with the seconds to wait. */
export function tooMany(seconds: number): ApiAnswer & { ok: false } {
  return refuse(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}
