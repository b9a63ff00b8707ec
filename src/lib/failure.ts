import type { Bilingual } from "./bilingual.ts";

/**
 * An expected misfortune, told so that a school operator understands it.
 *
 * It is returned, never thrown: a throw is a surprise, that is, a defect of ours.
 */
export interface Failure {
  /** Stable identifier for programs and tests, `area.reason`, e.g. `workbook.missing`. */
  readonly code: string;
  /** What went wrong, where and why. */
  readonly what: Bilingual;
  /** What the reader can do about it. */
  readonly remedy: Bilingual;
  /** The place: a cell, a session, a group, an address without secrets. */
  readonly place?: string;
  /** The technical cause, for the folded part of the page. Never holds a secret. */
  readonly cause?: string;
  /** What is there now, for a change that was begun before another one ended (`stale`, see `version.ts`). */
  readonly present?: { readonly version: string; readonly fields: Readonly<Record<string, unknown>> };
}

/** A value, or the reason why there is none. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Wraps a value as a success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Wraps a failure as a result. */
export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/**
 * What came of asking an outside service.
 *
 * "It said no" and "it never answered" are two different things: a refusal is final knowledge, while
 * after `unreachable` with `sent: true` the service may or may not have done what was asked.
 */
export type Answer<T> =
  | { readonly kind: "done"; readonly value: T }
  | {
      readonly kind: "refused";
      readonly failure: Failure;
      /** How long the service asks us to wait before trying again, in milliseconds. */
      readonly retryAfterMs?: number;
    }
  | {
      readonly kind: "unreachable";
      readonly failure: Failure;
      /** False only when the request certainly never left this machine. */
      readonly sent: boolean;
    };

/** The technical text of anything thrown, for `Failure.cause`. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : ` (${causeOf(error.cause)})`;
  return `${error.name}: ${error.message}${cause}`;
}
