import { changeWeek } from "#app/change-week.ts";
import { exportWeek } from "#app/export-week.ts";
import { rehearseUndo } from "#app/rehearse-undo.ts";
import { undoLastImport } from "#app/undo-last-import.ts";
import { workbookType } from "#app/workbook-type.ts";
import { changeHoliday } from "#features/school/change-holiday.ts";
import { listHolidays, type HolidayRow } from "#features/school/store.ts";
import { holidayReversed } from "#features/school/texts.ts";
import { forgetMapping } from "#features/timetable/forget-mapping.ts";
import { findImport, findLastChange, listImports } from "#features/timetable/import-store.ts";
import { findLines } from "#features/timetable/lines-store.ts";
import { rolesByColumn } from "#features/timetable/mapping-rules.ts";
import { listShapes } from "#features/timetable/mapping-store.ts";
import { restoreMapping } from "#features/timetable/restore-mapping.ts";
import { setCourseDates } from "#features/timetable/set-course-dates.ts";
import { listCourses } from "#features/timetable/store.ts";
import { columnNumber } from "#features/timetable/text-rules.ts";
import { noSuchImport } from "#features/timetable/texts.ts";
import { failed } from "#lib/failure.ts";
import { staleEdit, versionOf } from "#lib/version.ts";

import { actorOf, guarded, toldOf, type RouteContext } from "./guard.ts";
import { importRoutes } from "./import-routes.ts";
import { calledName, problemShown } from "./import-shown.ts";
import { whoDid } from "#app/who-did.ts";

/** How many imports are told, the newest first. */
const mostImports = 100;

/** The routes of the timetable in force, its history, holidays and courses. */
export const timetableRoutes = guarded.timetable.router({
  ...importRoutes,
  lines: guarded.timetable.lines.handler(async ({ context, input }) => {
    const { count, lines } = await findLines(context.app.database.db, input);
    return { count, lines: [...lines] };
  }),
  imports: guarded.timetable.imports.handler(async ({ context }) => {
    const { db } = context.app.database;
    const [rows, last, nameOf] = await Promise.all([listImports(db, mostImports), findLastChange(db), whoDid(db)]);
    return rows.map(({ number, importedAt, by, fileName, sha256, sheet, figures, problems, undoneAt, undoneBy }) => ({
      number,
      importedAt: importedAt.toString(),
      by: nameOf(by),
      fileName: calledName(fileName),
      sha256,
      sheet,
      figures,
      problems: problems.length,
      undoneAt: undoneAt?.toString() ?? null,
      undoneBy: undoneBy === null ? null : nameOf(undoneBy),
      isLast: number === last,
    }));
  }),
  importProblems: guarded.timetable.importProblems.handler(async ({ context, input, errors }) => {
    const row = await findImport(context.app.database.db, input.number);
    if (row === undefined) throw errors.REFUSED(toldOf(noSuchImport(input.number)));
    return row.problems.map(problemShown);
  }),
  undoTouches: guarded.timetable.undoTouches.handler(async ({ context, input, errors }) => {
    const touched = await rehearseUndo(context.app, input.number);
    if (!touched.ok) throw errors.REFUSED(toldOf(touched.failure));
    const { created, changed, cancelled } = touched.value;
    return { sessions: { created, changed, cancelled } };
  }),
  undoImport: guarded.timetable.undoImport.handler(async ({ context, input, errors }) => {
    const undone = await undoLastImport(context.app, { by: actorOf(context), number: input.number });
    if (!undone.ok) throw errors.REFUSED(toldOf(undone.failure));
    return { sessions: undone.value.sessions.changes.length };
  }),
  mappings: guarded.timetable.mappings.handler(async ({ context }) => {
    const { db } = context.app.database;
    const [rows, nameOf] = await Promise.all([listShapes(db), whoDid(db)]);
    return rows.map(({ id, fileName, sheet, headers, columns, decidedBy }) => ({
      id,
      fileName: calledName(fileName),
      sheet,
      columns:
        columns === null
          ? null
          : [...rolesByColumn(columns)].map(([column, holds]) => ({
              column,
              header: headers[columnNumber(column)] ?? "",
              holds,
            })),
      decidedBy: decidedBy === null ? null : nameOf(decidedBy),
    }));
  }),
  forgetMapping: guarded.timetable.forgetMapping.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const wish = { by: actorOf(context), id: input.id };
    const forgotten = await forgetMapping({ db: app.database.db, clock: app.clock, ...wish });
    if (!forgotten.ok) throw errors.REFUSED(toldOf(forgotten.failure));
    return {};
  }),
  restoreMapping: guarded.timetable.restoreMapping.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const by = actorOf(context);
    const restored = await restoreMapping({ db: app.database.db, now: app.clock.now(), by, id: input.id });
    if (!restored.ok) throw errors.REFUSED(toldOf(restored.failure));
    return {};
  }),
  download: guarded.timetable.download.handler(async ({ context, input }) => {
    const { database, config, services } = context.app;
    const from = input.from === undefined ? today(context) : Temporal.PlainDate.from(input.from);
    const sheets = await exportWeek({ db: database.db, school: config.school, from });
    const bytes = Uint8Array.from(await services.workbookBytes(sheets));
    return new File([bytes], `carillon-${from.toString()}.xlsx`, { type: workbookType });
  }),
  courses: guarded.timetable.courses.handler(async ({ context }) =>
    (await listCourses(context.app.database.db)).map((row) => ({
      id: row.id,
      title: row.title,
      level: row.level,
      group: row.groupTitle,
      coach: row.coachName,
      entries: row.entries,
      startsOn: row.startsOn,
      endsOn: row.endsOn,
      version: versionOf(datesOf(row)),
    })),
  ),
  setCourseDates: guarded.timetable.setCourseDates.handler(async ({ context, input, errors }) => {
    const { id, startsOn, endsOn, version } = input;
    const by = actorOf(context);
    const done = await changeWeek(context.app, by, async (tx, now) => {
      const course = (await listCourses(tx)).find((row) => row.id === id);
      const stale = course === undefined ? undefined : staleEdit(version, datesOf(course));
      if (stale !== undefined) return failed(stale);
      return await setCourseDates({ db: tx, now, by, course: id, startsOn, endsOn });
    });
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    return { sessions: done.value.sessions.changes.length };
  }),
  holidays: guarded.timetable.holidays.handler(async ({ context }) => {
    const from = today(context);
    const rows = await listHolidays(context.app.database.db, from.toString(), from.add({ years: 2 }).toString());
    return { countries: [...context.app.config.holidayCountries], days: rows.map(holidayShown) };
  }),
  changeHoliday: guarded.timetable.changeHoliday.handler(async ({ context, input, errors }) => {
    const by = actorOf(context);
    if (input.kind === "add" && input.until < input.from) throw errors.REFUSED(toldOf(holidayReversed));
    const done = await changeWeek(
      context.app,
      by,
      async (tx, now) => await changeHoliday({ db: tx, now, by, wish: input }),
    );
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    return { holiday: holidayShown(done.value.value), sessions: done.value.sessions.changes.length };
  }),
});

function today({ app }: RouteContext): Temporal.PlainDate {
  return app.clock.now().toZonedDateTimeISO(app.config.school.timeZone).toPlainDate();
}

function datesOf({ startsOn, endsOn }: { readonly startsOn: string | null; readonly endsOn: string | null }) {
  return { startsOn, endsOn };
}

function holidayShown({ id, country, from, until, name, taught }: HolidayRow) {
  return { id, country, from, until, name, taught };
}
