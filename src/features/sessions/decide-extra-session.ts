import type { Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { ensureCoaches } from "#features/roster/store.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { KeptDecision, SessionDecision } from "./decide-sessions.ts";
import { hasExtra, listExtrasOf, restoreException, reviseException, type ExceptionRow } from "./exception-store.ts";
import { extraSessionId } from "./plan-rules.ts";
import { removeException } from "./remove-exception.ts";
import type { SessionDetails } from "./store.ts";
import { alreadyTheirs, extraTwice, noSuchSession, sessionBegun, startInThePast } from "./texts.ts";

/**
 * Keeps a person's decision about an extra session, in the caller's transaction. No line of the timetable stands below it,
 * so the decision that added it is itself changed: the session keeps its id, and its room and its message follow (decision
 * 131). One that was cancelled comes back with `kept`.
 */
export async function decideExtraSession({
  db,
  now,
  by,
  zone,
  session,
  decision,
  reason,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  /** The school's: the day of the session is told in it. */
  readonly zone: TimeZone;
  readonly session: SessionDetails;
  readonly decision: SessionDecision;
  /** Without it the words that are there stay; empty takes them away. */
  readonly reason: string | undefined;
}): Promise<Result<readonly KeptDecision[]>> {
  const extras = await listExtrasOf(db, session.courseId);
  const extra = extras.find((one) => extraSessionId(one.id) === session.id);
  if (extra === undefined) return failed(noSuchSession(session.id));
  if (!isBefore(now, session.startsAt)) return failed(sessionBegun(session.courseTitle, session.date));
  const wish = { db, now, by, session, extra };
  if (decision.kind !== "moved" && decision.kind !== "substitute") {
    return decision.kind === "kept" ? await restore(wish) : await takeOff(wish);
  }
  if (extra.removedAt !== null) return failed(noSuchSession(session.id));
  const content = await contentOf({ ...wish, zone, decision });
  if (!content.ok) return content;
  return await revise({
    ...wish,
    kind: decision.kind,
    content: { ...content.value, reason: wordsOf(reason, extra.reason) },
  });
}

interface Wish {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly session: SessionDetails;
  readonly extra: ExceptionRow;
}

/** What of an extra session may be other than it was. */
type Content = Pick<ExceptionRow, "startsAt" | "date" | "durationMinutes" | "coachId" | "reason">;

function wordsOf(written: string | undefined, present: string | null): string | null {
  if (written === undefined) return present;
  return written === "" ? null : written;
}

async function takeOff({ db, now, by, extra: { number } }: Wish): Promise<Result<readonly KeptDecision[]>> {
  const removed = await removeException({ db, now, by, number });
  return removed.ok ? ok([]) : removed;
}

async function restore({ db, now, by, session, extra }: Wish): Promise<Result<readonly KeptDecision[]>> {
  if (extra.removedAt !== null) {
    if (await hasExtra(db, session.courseId, session.startsAt)) return failed(extraTwice(session.courseTitle));
    await restoreException(db, extra.id);
    const after = { startsAt: session.startsAt.toString() };
    await recordChange({ db, now, by, action: "session.kept", subject: subjectOf(session, extra.date), after });
  }
  return ok([keptOf(session, extra, session.startsAt)]);
}

async function contentOf({
  db,
  now,
  session,
  extra,
  zone,
  decision,
}: Wish & {
  readonly zone: TimeZone;
  readonly decision: Extract<SessionDecision, { readonly kind: "moved" | "substitute" }>;
}): Promise<Result<Content>> {
  if (decision.kind === "substitute") {
    const { coach, email } = decision;
    const ids = await ensureCoaches(db, [{ name: coach, email }], now);
    const coachId = ids.get(coach) ?? extra.coachId;
    return coachId === extra.coachId ? failed(alreadyTheirs(coach, session.courseTitle)) : ok({ ...extra, coachId });
  }
  const { startsAt, durationMinutes = extra.durationMinutes } = decision;
  if (!isBefore(now, startsAt)) return failed(startInThePast(startsAt));
  const isElsewhen = !startsAt.equals(session.startsAt);
  if (isElsewhen && (await hasExtra(db, session.courseId, startsAt))) return failed(extraTwice(session.courseTitle));
  const date = startsAt.toZonedDateTimeISO(zone).toPlainDate().toString();
  return ok({ ...extra, startsAt, durationMinutes, date });
}

async function revise({
  db,
  now,
  by,
  session,
  extra,
  kind,
  content: { startsAt, date, durationMinutes, coachId, reason },
}: Wish & { readonly kind: "moved" | "substitute"; readonly content: Content }): Promise<
  Result<readonly KeptDecision[]>
> {
  await reviseException(db, extra.id, { startsAt, date, durationMinutes, coachId, reason });
  await recordChange({
    db,
    now,
    by,
    action: `session.${kind}`,
    subject: subjectOf(session, date),
    before: factsOf(extra),
    after: factsOf({ startsAt, durationMinutes, coachId, reason }),
  });
  return ok([keptOf(session, { ...extra, date }, startsAt ?? session.startsAt)]);
}

function factsOf({ startsAt, durationMinutes, coachId, reason }: Omit<Content, "date">) {
  return { startsAt: startsAt?.toString() ?? null, minutes: durationMinutes, coachId, reason };
}

function subjectOf({ courseTitle }: SessionDetails, date: string): string {
  return `${courseTitle} ${date}`;
}

function keptOf({ id, courseTitle }: SessionDetails, { number, date }: ExceptionRow, startsAt: Instant): KeptDecision {
  return { number, sessionId: id, courseTitle, date, startsAt };
}
