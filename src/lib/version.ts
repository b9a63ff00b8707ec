import { createHash } from "node:crypto";

import { say } from "./bilingual.ts";
import type { Failure } from "./failure.ts";

/** What a person can edit of a thing, as plain JSON: the fields of a form. */
export type Editable = Readonly<Record<string, unknown>>;

/**
 * The mark of what a person saw when they began to edit: given out with the thing, and given back with the change.
 *
 * It is computed from the fields themselves, so that no table needs a counter, and whoever changed them (a person, an
 * import, a command) changed the mark.
 */
export function versionOf(fields: Editable): string {
  const sorted = Object.keys(fields)
    .toSorted()
    .map((key) => [key, fields[key] ?? null]);
  return createHash("sha256").update(JSON.stringify(sorted)).digest("base64url").slice(0, 16);
}

/**
 * Why a change is refused that was begun before another one ended (`stale`); `undefined` when nothing came between.
 *
 * Call it within the transaction that changes, with the row held. Without a version (the terminal) nothing is refused.
 */
export function staleEdit(seen: string | undefined, present: Editable): Failure | undefined {
  const version = versionOf(present);
  if (seen === undefined || seen === version) return undefined;
  return {
    code: "stale",
    what: say("Quelqu'un a changé cela entre-temps.", "Somebody changed this in the meantime."),
    remedy: say("Regardez ce qui diffère, puis décidez.", "Look at what differs, then decide."),
    present: { version, fields: present },
  };
}
