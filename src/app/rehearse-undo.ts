import { rehearse } from "#database/open.ts";
import { planSessions, type SessionFigures } from "#features/sessions/plan-sessions.ts";
import { undoImport } from "#features/timetable/undo-import.ts";
import { ok, type Result } from "#lib/failure.ts";

import type { App } from "./parts.ts";

/** Says what taking back an import would do to the coming sessions: it is done and taken back. Nobody is told. */
export async function rehearseUndo({ clock, config, database }: App, number: number): Promise<Result<SessionFigures>> {
  const undone = await rehearse(
    database.db,
    async (db) =>
      await undoImport({
        db,
        clock,
        by: "preview",
        number,
        andThen: async (tx, now) => await planSessions({ db: tx, now, zone: config.school.timeZone }),
      }),
  );
  return undone.ok ? ok(undone.value.after) : undone;
}
