import { and, eq, gt, gte, inArray, isNull, lte, sql } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { sessions } from "#features/sessions/tables.ts";
import type { Instant } from "#lib/clock.ts";

import { attendances, collections, hearing, heardMessages, messageCounts, stays } from "./tables.ts";

export async function readHearing(db: Db, bot: string): Promise<number> {
  const [row] = await db.select().from(hearing).where(eq(hearing.bot, bot));
  return row?.nextUpdateId ?? 0;
}

export async function writeHearing(db: Db, bot: string, nextUpdateId: number): Promise<void> {
  await db
    .insert(hearing)
    .values({ bot, nextUpdateId })
    .onConflictDoUpdate({ target: hearing.bot, set: { nextUpdateId } });
}

/** Counts a group message once, however often its update comes; false when it was counted already. */
export async function addHeardMessage(
  db: Db,
  heard: {
    readonly groupId: string;
    readonly telegramMessageId: string;
    readonly studentId: string;
    readonly at: Instant;
    /** The day in the school's zone. */
    readonly day: string;
  },
): Promise<boolean> {
  const { day, ...row } = heard;
  const added = await db.insert(heardMessages).values(row).onConflictDoNothing().returning({ id: heardMessages.id });
  if (added.length === 0) return false;
  await db
    .insert(messageCounts)
    .values({ studentId: row.studentId, groupId: row.groupId, day, count: 1 })
    .onConflictDoUpdate({
      target: [messageCounts.studentId, messageCounts.groupId, messageCounts.day],
      set: { count: sql`${messageCounts.count} + 1` },
    });
  return true;
}

/** Which of these sessions were collected already. */
export async function findCollected(db: Db, sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (sessionIds.length === 0) return new Set();
  const rows = await db
    .select({ id: collections.sessionId })
    .from(collections)
    .where(inArray(collections.sessionId, [...sessionIds]));
  return new Set(rows.map((row) => row.id));
}

/** Keeps a session's stays and verdicts, and that it is done. Run it in a transaction. */
export async function addCollection(
  db: Db,
  collected: {
    readonly sessionId: string;
    readonly collectedAt: Instant;
    readonly stays: readonly (typeof stays.$inferInsert)[];
    readonly attendances: readonly (typeof attendances.$inferInsert)[];
  },
): Promise<void> {
  if (collected.stays.length > 0) {
    await db
      .insert(stays)
      .values([...collected.stays])
      .onConflictDoNothing();
  }
  if (collected.attendances.length > 0) {
    await db
      .insert(attendances)
      .values([...collected.attendances])
      .onConflictDoNothing();
  }
  await db
    .insert(collections)
    .values({ sessionId: collected.sessionId, collectedAt: collected.collectedAt })
    .onConflictDoNothing();
}

/** A stay of nobody known, with its session's group and time. */
export interface UnrecognisedStay {
  readonly sessionId: string;
  readonly stayId: string;
  readonly zoomName: string;
  readonly email: string | null;
  readonly groupId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Stays without a student in sessions that ended at or after `since`. */
export async function listUnrecognisedStays(db: Db, since: Instant): Promise<readonly UnrecognisedStay[]> {
  const rows = await db
    .select({
      sessionId: stays.sessionId,
      stayId: stays.stayId,
      zoomName: stays.zoomName,
      email: stays.email,
      groupId: sessions.groupId,
      startsAt: sessions.startsAt,
      endsAt: sessions.endsAt,
    })
    .from(stays)
    .innerJoin(sessions, eq(sessions.id, stays.sessionId))
    .where(and(isNull(stays.studentId), gte(sessions.endsAt, since)));
  return rows.flatMap((row) => (row.groupId === null ? [] : [{ ...row, groupId: row.groupId }]));
}

/** Says who a stay was. */
export async function nameStay(db: Db, sessionId: string, stayId: string, studentId: string): Promise<void> {
  await db
    .update(stays)
    .set({ studentId })
    .where(and(eq(stays.sessionId, sessionId), eq(stays.stayId, stayId)));
}

export async function findStaysOf(
  db: Db,
  sessionId: string,
  studentId: string,
): Promise<readonly { readonly joinedAt: Instant; readonly leftAt: Instant }[]> {
  return await db
    .select({ joinedAt: stays.joinedAt, leftAt: stays.leftAt })
    .from(stays)
    .where(and(eq(stays.sessionId, sessionId), eq(stays.studentId, studentId)));
}

/** Keeps a verdict; an earlier one on the same student and session is replaced. */
export async function putAttendance(db: Db, verdict: typeof attendances.$inferInsert): Promise<void> {
  const { minutes, share, present } = verdict;
  await db
    .insert(attendances)
    .values(verdict)
    .onConflictDoUpdate({
      target: [attendances.sessionId, attendances.studentId],
      set: { minutes, share, present },
    });
}

/** A group message that was heard: a fact for points. */
export type HeardMessage = typeof heardMessages.$inferSelect;

export async function listHeardMessages(db: Db, from: Instant, to: Instant): Promise<readonly HeardMessage[]> {
  return await db
    .select()
    .from(heardMessages)
    .where(and(gt(heardMessages.at, from), lte(heardMessages.at, to)))
    .orderBy(heardMessages.at, heardMessages.id);
}

/** A student who was present, with the group of the session: a fact for points. */
export interface Presence {
  readonly sessionId: string;
  readonly studentId: string;
  readonly groupId: string;
  readonly endsAt: Instant;
}

/** Presences whose session was collected in `(from, to]`. */
export async function listPresences(db: Db, from: Instant, to: Instant): Promise<readonly Presence[]> {
  const rows = await db
    .select({
      sessionId: attendances.sessionId,
      studentId: attendances.studentId,
      groupId: sessions.groupId,
      endsAt: sessions.endsAt,
    })
    .from(attendances)
    .innerJoin(sessions, eq(sessions.id, attendances.sessionId))
    .innerJoin(collections, eq(collections.sessionId, attendances.sessionId))
    .where(and(eq(attendances.present, true), gt(collections.collectedAt, from), lte(collections.collectedAt, to)));
  return rows.flatMap((row) => (row.groupId === null ? [] : [{ ...row, groupId: row.groupId }]));
}
