import { nameSubjects } from "#app/name-subjects.ts";
import { listAuditLines, listAuditAreas, listAuditPeople } from "#features/audit/store.ts";

import { guarded } from "./guard.ts";
import { whoDid } from "#app/who-did.ts";

/** The routes of the audit. */
export const auditRoutes = guarded.audit.router({
  list: guarded.audit.list.handler(async ({ context: { app }, input }) => {
    const { db } = app.database;
    const { from, until, limit, ...filter } = input;
    const zone = app.config.school.timeZone;
    const startOf = (day: string, days: number) =>
      Temporal.PlainDate.from(day).add({ days }).toZonedDateTime(zone).toInstant();
    const rows = await listAuditLines(db, {
      ...filter,
      since: from === undefined ? undefined : startOf(from, 0),
      until: until === undefined ? undefined : startOf(until, 1),
      limit: limit + 1,
    });
    const lines = rows.slice(0, limit);
    const [nameOf, subjects] = await Promise.all([
      whoDid(db),
      nameSubjects(
        app,
        lines.map(({ subject }) => subject),
      ),
    ]);
    return {
      lines: lines.map((line) => ({
        ...line,
        at: line.at.toString(),
        byName: nameOf(line.by) === line.by ? null : nameOf(line.by),
        subjectName: subjects.get(line.subject) ?? null,
        before: line.before === null ? null : { ...line.before },
        after: line.after === null ? null : { ...line.after },
      })),
      more: rows.length > limit,
    };
  }),
  choices: guarded.audit.choices.handler(async ({ context: { app } }) => {
    const { db } = app.database;
    const [people, areas, nameOf] = await Promise.all([listAuditPeople(db), listAuditAreas(db), whoDid(db)]);
    return {
      people: people.map((by) => ({ by, name: nameOf(by) === by ? null : nameOf(by) })),
      areas: [...areas],
    };
  }),
});
