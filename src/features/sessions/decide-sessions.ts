import type { Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { ensureCoaches } from "#features/roster/store.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";

import { putException } from "./exception-store.ts";
import { locateSessions, type LocatedSession, type SessionsMeant } from "./locate-sessions.ts";
import { sessionId } from "./plan-rules.ts";
import { findSession } from "./store.ts";
import { alreadyTheirs, moveOneOnly, sessionBegun, startInThePast } from "./texts.ts";

/** What a person decides about sessions of the timetable. */
export type SessionDecision =
  | { readonly kind: "cancelled" | "kept" }
  | { readonly kind: "moved"; readonly startsAt: Instant; readonly durationMinutes?: number | undefined }
  | { readonly kind: "substitute"; readonly coach: string; readonly email?: string | undefined };

/** A decision that was kept. */
export interface KeptDecision {
  /** What `remove` takes back. */
  readonly number: number;
  readonly sessionId: string;
  readonly courseTitle: string;
  readonly date: string;
  readonly startsAt: Instant;
}

/**
 * Keeps a decision about one or more coming sessions, in the caller's transaction; the sessions are planned again
 * by whoever calls. It hangs on the entry and the day, so the next import does not undo it.
 */
export async function decideSessions({
  db,
  now,
  by,
  meant,
  decision,
  reason,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly meant: SessionsMeant;
  readonly decision: SessionDecision;
  readonly reason?: string | undefined;
}): Promise<Result<readonly KeptDecision[]>> {
  const located = await locateSessions(db, meant);
  if (!located.ok) return located;
  const [first] = located.value;
  if (decision.kind === "moved") {
    if (located.value.length > 1) return failed(moveOneOnly);
    if (!isBefore(now, decision.startsAt)) return failed(startInThePast(decision.startsAt));
  }
  for (const { entry, occurrence } of located.value) {
    const row = await findSession(db, sessionId(entry.id, occurrence.date));
    if (!isBefore(now, row?.startsAt ?? occurrence.startsAt)) {
      return failed(sessionBegun(entry.courseTitle, occurrence.date));
    }
  }
  const content = await contentOf(db, decision, now);
  if (decision.kind === "substitute" && first?.entry.coachId === content.coachId) {
    return failed(alreadyTheirs(decision.coach, first?.entry.courseTitle ?? ""));
  }
  const kept: KeptDecision[] = [];
  for (const one of located.value) kept.push(await keep({ db, now, by, one, kind: decision.kind, content, reason }));
  return ok(kept);
}

interface Content {
  readonly startsAt: Instant | null;
  readonly durationMinutes: number | null;
  readonly coachId: string | null;
}

async function contentOf(db: Db, decision: SessionDecision, now: Instant): Promise<Content> {
  const none = { startsAt: null, durationMinutes: null, coachId: null };
  if (decision.kind === "moved") {
    return { ...none, startsAt: decision.startsAt, durationMinutes: decision.durationMinutes ?? null };
  }
  if (decision.kind !== "substitute") return none;
  const ids = await ensureCoaches(db, [{ name: decision.coach, email: decision.email }], now);
  return { ...none, coachId: ids.get(decision.coach) ?? null };
}

async function keep({
  db,
  now,
  by,
  one: { entry, occurrence },
  kind,
  content,
  reason,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly one: LocatedSession;
  readonly kind: SessionDecision["kind"];
  readonly content: Content;
  readonly reason: string | undefined;
}): Promise<KeptDecision> {
  const { courseTitle, courseId, id: entryId } = entry;
  const { date } = occurrence;
  const row = { id: newId(), kind, entryId, courseId, date, ...content, reason: reason ?? null, by, createdAt: now };
  const number = await putException(db, row);
  const subject = `${courseTitle} ${date}`;
  const before = { startsAt: occurrence.startsAt.toString(), coachId: entry.coachId };
  const after = { kind, startsAt: content.startsAt?.toString(), coachId: content.coachId ?? undefined, reason };
  await recordChange({ db, now, by, action: `session.${kind}`, subject, before, after });
  const startsAt = content.startsAt ?? occurrence.startsAt;
  return { number, sessionId: sessionId(entryId, date), courseTitle, date, startsAt };
}
