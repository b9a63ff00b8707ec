import type { Actor } from "#features/audit/rules.ts";
import type { SessionFigures } from "#features/sessions/plan-sessions.ts";
import type { ImportRow } from "#features/timetable/import-store.ts";
import { undoImport } from "#features/timetable/undo-import.ts";
import { ok, type Result } from "#lib/failure.ts";
import { planAgain } from "./change-week.ts";
import type { App } from "./parts.ts";

/** Takes back the last import that changed the timetable; sessions, meetings and messages follow. */
export async function undoLastImport(
  app: App,
  { by, number }: { readonly by: Actor; readonly number: number | undefined },
): Promise<Result<{ readonly row: ImportRow; readonly sessions: SessionFigures }>> {
  const { clock, database } = app;
  const undone = await undoImport({
    db: database.db,
    clock,
    by,
    number,
    andThen: async (tx, now) => await planAgain(app, tx, now, by),
  });
  return undone.ok ? ok({ row: undone.value.undone, sessions: undone.value.after }) : undone;
}
