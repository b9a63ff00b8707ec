import { oldForgotten } from "#features/participation/texts.ts";
import type { RunContext } from "#features/scenarios/ports.ts";
import { noFigures, type RunReport } from "#features/scenarios/rules.ts";
import { refreshHolidays } from "#features/school/refresh-holidays.ts";
import { planSessions } from "#features/sessions/plan-sessions.ts";
import { shapeSeen } from "#features/timetable/doubt-rules.ts";
import { findLastImport } from "#features/timetable/import-store.ts";
import { importDone, undoneFile, workbookNotSet } from "#features/timetable/texts.ts";
import { updateCourses } from "#features/timetable/update-courses.ts";
import { join } from "#lib/bilingual.ts";
import { alertGroups } from "./alert-groups.ts";
import { forgetOld } from "./forget-old.ts";
import type { App } from "./parts.ts";

/** What `update_courses` does over the app's parts. */
export async function performUpdateCourses(app: App, run: RunContext): Promise<RunReport> {
  const { db } = app.database;
  const path = run.request.workbook ?? app.config.workbook ?? (await findLastImport(db))?.path;
  if (path === undefined) return { figures: noFigures, failure: workbookNotSet };
  const { school, holidayCountries: countries } = app.config;
  const now = run.clock.now();
  const { listPublicHolidays } = app.services;
  const unknown = await refreshHolidays({ db, countries, zone: school.timeZone, now, listPublicHolidays });
  for (const failure of unknown) await run.log.failure(failure);
  const updated = await updateCourses({
    db,
    clock: run.clock,
    school,
    source: { path },
    readWorkbook: app.services.readWorkbook,
    asked: {
      by: run.request.by ?? (run.cause === "manual" ? "cli" : "schedule"),
      byHand: run.request.workbook !== undefined,
      agreed: run.request.agreed === true,
      // Whoever names a file was shown its columns before.
      takesNewShapes: run.request.workbook !== undefined || app.config.newShapes === "take",
    },
    andThen: async (tx, at) => await planSessions({ db: tx, now: at, zone: school.timeZone }),
  });
  if (!updated.ok) return { figures: noFigures, failure: updated.failure };
  const { figures, newShapes, problems, undone, after } = updated.value;
  for (const sheet of newShapes) await run.log.info(shapeSeen(sheet));
  if (undone !== undefined) await run.log.warning(undoneFile(undone.number, undone.fileName));
  for (const problem of problems) {
    if (problem.severity === "error") {
      await run.log.failure({
        code: problem.code,
        what: join(problem.message, problem.why),
        remedy: problem.suggestion,
        place: problem.cell,
      });
    } else if (problem.severity === "warning") await run.log.warning(join(problem.message, problem.why), problem.cell);
    else await run.log.info(join(problem.message, problem.why), problem.cell);
  }
  await run.log.info(importDone(figures, after));
  await alertGroups(app, { log: run.log });
  const forgotten = await forgetOld(app);
  if (forgotten.traces + forgotten.students > 0) await run.log.info(oldForgotten(forgotten));
  return {
    figures: {
      read: figures.entries + figures.leftOut,
      created: figures.added,
      changed: figures.changed + figures.removed,
      unchanged: figures.unchanged,
      skipped: 0,
      failed: figures.leftOut,
    },
  };
}
