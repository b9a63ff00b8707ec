import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { School } from "#features/school/rules.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";

import { addRulesVersion, listRulesVersions } from "./ledger-store.ts";
import { changedBook, defaultRuleBook, rulesFor, wrongIn, type PointsRules } from "./points-rules.ts";
import { recountPoints } from "./recount-points.ts";
import { wrongRules } from "./texts.ts";

/**
 * Makes a new version of the points rules and counts again from its first day on: what is worth another number of
 * points now gets a line with the difference, and the line says that rules did it. Earlier versions stay.
 */
export async function setPointValues({
  db,
  clock,
  school,
  level,
  change,
  since,
  note,
  by,
  mark,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly school: School;
  /** The level whose rules change; absent for the school's. */
  readonly level: string | undefined;
  /** The fields that change; `"drop"` takes a level's own rules away. */
  readonly change: Partial<PointsRules> | "drop";
  /** The first school day to which they apply; today when absent. */
  readonly since: Temporal.PlainDate | undefined;
  readonly note: string;
  readonly by: Actor;
  /** The mark of the level's rules, or the school's, that were seen. */
  readonly mark?: string | undefined;
}): Promise<Result<{ readonly version: number; readonly appended: number }>> {
  const now = clock.now();
  const first = since ?? now.toZonedDateTimeISO(school.timeZone).toPlainDate();
  return await inTransaction(db, async (tx) => {
    const before = (await listRulesVersions(tx)).at(-1)?.book ?? defaultRuleBook;
    const stale = staleEdit(mark, { ...rulesFor(before, level ?? "") });
    if (stale !== undefined) return failed(stale);
    const book = changedBook(before, level, change);
    const wrong = wrongIn(book);
    if (wrong.length > 0) return failed(wrongRules(wrong));
    const version = await addRulesVersion(tx, { since: first.toString(), book, note, by, createdAt: now });
    await recordChange({
      db: tx,
      now,
      by,
      action: "points.rules",
      subject: `version ${version}`,
      before: { ...before },
      after: { ...book, since: first.toString(), note },
    });
    const appended = await recountPoints({ db: tx, school, since: first, until: now, recordedAt: now });
    return ok({ version, appended });
  });
}
