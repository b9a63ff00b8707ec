import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { findChoice, putChoice, type Choice } from "./choice-store.ts";
import { shownName } from "./rules.ts";

/** Keeps what a student chose: in rankings or not, under which name, nudged or not. Gives what is in force now. */
export async function chooseListing({
  db,
  now,
  studentId,
  change,
  by,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly studentId: string;
  /** `pseudonym: null` goes back to the name. */
  readonly change: Partial<Choice>;
  readonly by: Actor;
}): Promise<Choice> {
  return await inTransaction(db, async (tx) => {
    const before = await findChoice(tx, studentId);
    const wanted = { ...before, ...change };
    const pseudonym = wanted.pseudonym === null ? null : shownName(wanted.pseudonym);
    const after: Choice = { ...wanted, pseudonym };
    await putChoice(tx, studentId, after, now);
    const [was, is] = [{ ...before }, { ...after }];
    await recordChange({ db: tx, now, by, action: "ranking.choice", subject: studentId, before: was, after: is });
    return after;
  });
}
