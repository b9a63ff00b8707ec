import { inTransaction } from "#database/open.ts";
import type { Decided } from "#features/participation/answer-question.ts";
import { mergeStudents } from "#features/participation/merge-students.ts";
import { findChoice, putChoice } from "#features/rankings/choice-store.ts";
import type { Result } from "#lib/failure.ts";

/**
 * Merges two students, and lets what either chose about rankings hold for the person: hidden stays hidden, and a
 * pseudonym stands before a name. Undoing the merge leaves the choice where it protects more.
 */
export async function mergePeople(merge: Parameters<typeof mergeStudents>[0]): Promise<Result<Decided>> {
  return await inTransaction(merge.db, async (tx) => {
    const chosen = await findChoice(tx, merge.studentId);
    const merged = await mergeStudents({ ...merge, db: tx });
    if (!merged.ok || merged.value.studentId === null) return merged;
    const own = await findChoice(tx, merged.value.studentId);
    const both = {
      ...own,
      hidden: own.hidden || chosen.hidden,
      pseudonym: own.pseudonym ?? chosen.pseudonym,
    };
    if (both.hidden !== own.hidden || both.pseudonym !== own.pseudonym) {
      await putChoice(tx, merged.value.studentId, both, merge.now);
    }
    return merged;
  });
}
