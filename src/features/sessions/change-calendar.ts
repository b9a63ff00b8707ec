import { createHash, randomBytes } from "node:crypto";

import type { Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { findCoach } from "#features/roster/find-coach.ts";
import { findGroupByWords } from "#features/roster/find-group-by-words.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";

import { putCalendar, removeCalendarOf } from "./calendar-store.ts";
import { noCalendar } from "./texts.ts";

/** Whose calendar: a coach by name, a group by title or chat id. */
export interface CalendarOwner {
  readonly kind: "coach" | "group";
  readonly written: string;
}

/** 256 bits: nobody guesses it. */
const tokenBytes = 32;

/** The token's trace in the database: who reads the database does not learn the address. */
export function traceOfToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * Makes a calendar's address, or takes it away, in the caller's transaction.
 *
 * The token of a new address is given once and kept nowhere: who loses it makes another, and the old one stops.
 */
export async function changeCalendar({
  db,
  now,
  by,
  owner,
  change,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly owner: CalendarOwner;
  readonly change: "make" | "remove";
}): Promise<Result<{ readonly name: string; readonly token: string | undefined }>> {
  const found = await ownerOf(db, owner);
  if (!found.ok) return found;
  const { name, ...ids } = found.value;
  const audit = { db, now, by, subject: `${owner.kind} ${name}` };
  if (change === "remove") {
    if (!(await removeCalendarOf(db, ids))) return failed(noCalendar(name));
    await recordChange({ ...audit, action: "calendar.removed" });
    return ok({ name, token: undefined });
  }
  const token = randomBytes(tokenBytes).toString("base64url");
  await putCalendar(db, { id: newId(), ...ids, tokenHash: traceOfToken(token), by, createdAt: now });
  await recordChange({ ...audit, action: "calendar.made" });
  return ok({ name, token });
}

async function ownerOf(
  db: Db,
  { kind, written }: CalendarOwner,
): Promise<Result<{ readonly name: string; readonly coachId: string | null; readonly groupId: string | null }>> {
  if (kind === "coach") {
    const coach = await findCoach({ db, which: written });
    return coach.ok ? ok({ name: coach.value.name, coachId: coach.value.id, groupId: null }) : coach;
  }
  const group = await findGroupByWords({ db, which: written });
  return group.ok ? ok({ name: group.value.title, coachId: null, groupId: group.value.id }) : group;
}
