import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { setCoachEmails } from "#features/roster/store.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { lockLastChange, markUndone, type ImportRow } from "./import-store.ts";
import { changeCourses, changeEntries, endEntries } from "./store.ts";
import { notTheLastImport, nothingToUndo } from "./texts.ts";

/**
 * Takes back the last import that changed something: the entries, courses and e-mails are again as before it.
 *
 * Only the last one, because a newer import builds on it; undone one after the other, any is reached. Groups
 * and coaches that it made stay, with nothing that refers to them. What follows (`andThen`: the sessions) is
 * part of the same transaction.
 */
export async function undoImport<After>({
  db,
  clock,
  by,
  number,
  andThen,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly by: Actor;
  /** The import that the person means; without it the last one. */
  readonly number?: number | undefined;
  readonly andThen: (tx: Db, now: Instant) => Promise<After>;
}): Promise<Result<{ readonly undone: ImportRow; readonly after: After }>> {
  const now = clock.now();
  return await inTransaction(db, async (tx) => {
    const last = await lockLastChange(tx);
    if (last === undefined) return failed(nothingToUndo);
    const { row, changes } = last;
    if (number !== undefined && number !== row.number) return failed(notTheLastImport(number, row.number));
    await endEntries(tx, changes.added, now);
    await changeCourses(tx, changes.courses);
    await changeEntries(tx, changes.entries, now);
    await setCoachEmails(tx, changes.emails);
    await markUndone(tx, row.id, by, now);
    await recordChange({
      db: tx,
      now,
      by,
      action: "import.undone",
      subject: `import ${row.number}`,
      before: { file: row.fileName, sha256: row.sha256, figures: row.figures },
    });
    return ok({ undone: row, after: await andThen(tx, now) });
  });
}
