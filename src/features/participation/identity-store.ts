import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";

import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { DecisionDetails, DecisionKind, QuestionState } from "./decision-rules.ts";
import { identityDecisions, identityQuestions } from "./tables.ts";

export type QuestionRow = typeof identityQuestions.$inferSelect;
export type DecisionRow = typeof identityDecisions.$inferSelect;

/** A question with the title of its group. */
export interface QuestionDetails extends QuestionRow {
  readonly groupTitle: string;
}

export async function listQuestions(
  db: Db,
  filter: {
    readonly states?: readonly QuestionState[];
    readonly ids?: readonly number[];
    readonly keys?: readonly string[];
    readonly limit?: number;
  },
): Promise<readonly QuestionDetails[]> {
  const rows = await db
    .select({ question: identityQuestions, groupTitle: groups.title })
    .from(identityQuestions)
    .innerJoin(groups, eq(groups.id, identityQuestions.groupId))
    .where(
      and(
        filter.states === undefined ? undefined : isOneOf(identityQuestions.state, filter.states),
        filter.ids === undefined ? undefined : isOneOf(identityQuestions.id, filter.ids),
        filter.keys === undefined ? undefined : isOneOf(identityQuestions.key, filter.keys),
      ),
    )
    .orderBy(asc(groups.title), asc(identityQuestions.id))
    .limit(filter.limit ?? 100_000);
  return rows.map(({ question, groupTitle }) => ({ ...question, groupTitle }));
}

/** A question by its number; `undefined` when there is none, also for what is no number of a question. */
export async function findQuestion(db: Db, id: number): Promise<QuestionDetails | undefined> {
  const [question] = Number.isSafeInteger(id) ? await listQuestions(db, { ids: [id] }) : [];
  return question;
}

/**
 * Adds questions. One that is there keeps whom it was asked; what the rules say of it now is new. It is open again,
 * unless the name was said to be nobody's: an answer that no longer settles it is none.
 */
export async function putQuestions(
  db: Db,
  rows: readonly Omit<typeof identityQuestions.$inferInsert, "id">[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 1_000) {
    await db
      .insert(identityQuestions)
      .values(rows.slice(from, from + 1_000))
      .onConflictDoUpdate({
        target: identityQuestions.key,
        set: {
          sessionId: sql`excluded.session_id`,
          reason: sql`excluded.reason`,
          proposals: sql`excluded.proposals`,
          lastAt: sql`excluded.last_at`,
          state: sql`case when ${identityQuestions.state} = 'dismissed' then 'dismissed' else 'open' end`,
        },
      });
  }
}

export async function changeQuestions(
  db: Db,
  ids: readonly number[],
  change: Partial<Pick<QuestionRow, "state" | "refusedBy" | "askedId" | "askedAt">>,
): Promise<void> {
  if (ids.length === 0) return;
  await db.update(identityQuestions).set(change).where(isOneOf(identityQuestions.id, ids));
}

/** Writes a decision down; gives its number. */
export async function addDecision(
  db: Db,
  decision: {
    readonly at: Instant;
    readonly by: string;
    readonly kind: DecisionKind;
    readonly studentId: string | null;
    readonly questionId?: number;
  },
): Promise<number> {
  const [row] = await db
    .insert(identityDecisions)
    .values({ ...decision, details: {} })
    .returning({ id: identityDecisions.id });
  if (row === undefined) throw new Error("PostgreSQL gave no id for a decision");
  return row.id;
}

export async function putDecisionDetails(db: Db, id: number, details: DecisionDetails): Promise<void> {
  await db.update(identityDecisions).set({ details }).where(eq(identityDecisions.id, id));
}

export async function findDecision(db: Db, id: number): Promise<DecisionRow | undefined> {
  const [row] = await db.select().from(identityDecisions).where(eq(identityDecisions.id, id)).for("update");
  return row;
}

export async function endDecision(db: Db, id: number, at: Instant, by: string): Promise<void> {
  await db.update(identityDecisions).set({ undoneAt: at, undoneBy: by }).where(eq(identityDecisions.id, id));
}

/** Decisions of these kinds after another one that still hold. */
export async function listLaterDecisions(db: Db, id: number, kinds: readonly DecisionKind[]) {
  return await db
    .select()
    .from(identityDecisions)
    .where(
      and(gt(identityDecisions.id, id), isOneOf(identityDecisions.kind, kinds), isNull(identityDecisions.undoneAt)),
    )
    .orderBy(asc(identityDecisions.id));
}

/** The newest decisions first. */
export async function listDecisions(
  db: Db,
  filter: { readonly studentIds?: readonly string[]; readonly limit: number },
): Promise<readonly DecisionRow[]> {
  return await db
    .select()
    .from(identityDecisions)
    .where(filter.studentIds === undefined ? undefined : isOneOf(identityDecisions.studentId, filter.studentIds))
    .orderBy(desc(identityDecisions.id))
    .limit(filter.limit);
}
