import { and, eq, gt, lte } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { attendanceFacts, messageFacts } from "./tables.ts";

/** A group message that was heard: a fact for points. */
export interface HeardMessage {
  readonly id: number;
  readonly studentId: string;
  readonly groupId: string;
  readonly at: Instant;
}

/** Group messages of `(from, to]`, oldest first. */
export async function listHeardMessages(db: Db, from: Instant, to: Instant): Promise<readonly HeardMessage[]> {
  return await db
    .select()
    .from(messageFacts)
    .where(and(gt(messageFacts.at, from), lte(messageFacts.at, to)))
    .orderBy(messageFacts.at, messageFacts.id);
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
  return await db
    .select({
      sessionId: attendanceFacts.sessionId,
      studentId: attendanceFacts.studentId,
      groupId: attendanceFacts.groupId,
      endsAt: attendanceFacts.endsAt,
    })
    .from(attendanceFacts)
    .where(
      and(
        eq(attendanceFacts.present, true),
        gt(attendanceFacts.collectedAt, from),
        lte(attendanceFacts.collectedAt, to),
      ),
    );
}
