import type { Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

/** One thing that `doctor` looked at. */
export interface Check {
  /** Stable, for programs. */
  readonly name: string;
  readonly title: Bilingual;
  readonly state: "ok" | "warning" | "failed";
  readonly found: Bilingual;
  readonly remedy?: Bilingual;
  readonly cause?: string;
}

/** What a check is about. */
export type Subject = Pick<Check, "name" | "title">;

/** All is well. */
export function fine(subject: Subject, found: Bilingual): Check {
  return { ...subject, state: "ok", found };
}

/** It works, but not as well as it could. */
export function doubtful(subject: Subject, found: Bilingual, remedy: Bilingual): Check {
  return { ...subject, state: "warning", found, remedy };
}

/** A failure as a check. */
export function broken(
  subject: Subject,
  failure: Pick<Failure, "what" | "remedy" | "cause">,
  state: Check["state"] = "failed",
): Check {
  const { what, remedy, cause } = failure;
  return { ...subject, state, found: what, remedy, ...(cause === undefined ? {} : { cause }) };
}
