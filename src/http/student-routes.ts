import { eraseStudent } from "#app/erase-student.ts";
import { exportStudent } from "#app/export-student.ts";
import { mergePeople } from "#app/merge-people.ts";
import type { App } from "#app/parts.ts";
import type { Db } from "#database/open.ts";
import { learnIdentity } from "#features/participation/learn-identity.ts";
import { countPresence } from "#features/participation/overview-store.ts";
import { splitStudent } from "#features/participation/split-student.ts";
import { findChoice } from "#features/rankings/choice-store.ts";
import { sumByGroup, sumPoints } from "#features/rankings/ledger-store.ts";
import { addStudent } from "#features/roster/add-student.ts";
import { findGroup } from "#features/roster/group-store.ts";
import { placeStudent } from "#features/roster/place-student.ts";
import { renameStudent } from "#features/roster/rename-student.ts";
import {
  countStudents,
  findLivingPerson,
  listIdentities,
  listMemberships,
  listRowsOf,
  searchStudents,
} from "#features/roster/student-store.ts";
import { neverInGroup, unknownGroup, unknownStudent } from "#features/roster/texts.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import { versionOf } from "#lib/version.ts";

import { actorOf, guarded, toldOf, type RouteContext } from "./guard.ts";

/** How far back presence in the list reaches, in days. */
const presenceDays = 30;

/** The routes of students. */
export const studentRoutes = {
  students: guarded.roster.students.handler(async ({ context, input }) => {
    const { db } = context.app.database;
    const { limit, ...filter } = input;
    const since = context.app.clock.now().subtract({ hours: 24 * presenceDays });
    const rows = await searchStudents(db, { ...filter, limit });
    const known = await readAround(
      db,
      rows.map((row) => row.id),
      since,
    );
    return {
      total: await countStudents(db, filter),
      students: rows.map(({ id, displayName }) => ({ id, name: displayName, ...known(id) })),
    };
  }),
  student: guarded.roster.student.handler(async ({ context, input, errors }) => {
    const { db } = context.app.database;
    const person = await findLivingPerson(db, input.id);
    if (person === undefined) throw errors.REFUSED(toldOf(unknownStudent(input.id)));
    const rows = (await listRowsOf(db, [person.id])).map((row) => row.id);
    const points = new Map((await sumByGroup(db, person.id)).map((one) => [one.groupId, one.points]));
    const own = await listMemberships(db, [person.id]);
    return {
      id: person.id,
      name: person.displayName,
      version: versionOf({ name: person.displayName }),
      since: person.createdAt.toString(),
      identities: (await listIdentities(db, rows)).map(({ id, kind, value, createdAt }) => ({
        id,
        kind,
        value,
        since: createdAt.toString(),
      })),
      groups: own.map(({ groupId, title, since, leftAt }) => ({
        id: groupId,
        title,
        since: since.toString(),
        leftAt: leftAt?.toString() ?? null,
        points: points.get(groupId) ?? 0,
      })),
      choice: await findChoice(db, person.id),
    };
  }),
  addStudent: guarded.roster.addStudent.handler(async ({ context, input, errors }) => {
    const { name, groupIds, email } = input;
    const { db } = context.app.database;
    for (const id of groupIds) {
      if ((await findGroup(db, id)) === undefined) throw errors.REFUSED(toldOf(unknownGroup(id)));
    }
    return { id: await addStudent({ ...decider(context), name, groupIds, email }) };
  }),
  renameStudent: guarded.roster.renameStudent.handler(async ({ context, input, errors }) => {
    const { id, name, version } = input;
    const renamed = await renameStudent({ ...decider(context), studentId: id, name, version });
    if (!renamed.ok) throw errors.REFUSED(toldOf(renamed.failure));
    return {};
  }),
  placeStudent: guarded.roster.placeStudent.handler(async ({ context, input, errors }) => {
    const { id, groupId, inside } = input;
    const both = await studentAndGroup(context.app, id, groupId);
    if (!both.ok) throw errors.REFUSED(toldOf(both.failure));
    const changed = await placeStudent({ ...decider(context), studentId: both.value, groupId, inside });
    if (!changed) throw errors.REFUSED(toldOf(neverInGroup(groupId)));
    return { changed };
  }),
  learnIdentity: guarded.roster.learnIdentity.handler(async ({ context, input, errors }) => {
    const { id, kind, value } = input;
    const learned = await learnIdentity({ ...judge(context), studentId: id, kind, value });
    if (!learned.ok) throw errors.REFUSED(toldOf(atField(learned.failure, "value")));
    return learned.value;
  }),
  mergeStudents: guarded.roster.mergeStudents.handler(async ({ context, input, errors }) => {
    const merged = await mergePeople({ ...judge(context), studentId: input.id, into: input.into });
    if (!merged.ok) throw errors.REFUSED(toldOf(atField(merged.failure, "into")));
    return merged.value;
  }),
  splitStudent: guarded.roster.splitStudent.handler(async ({ context, input, errors }) => {
    const { id, name, values } = input;
    const split = await splitStudent({ ...judge(context), studentId: id, name, values });
    if (!split.ok) throw errors.REFUSED(toldOf(atField(split.failure, "values")));
    return split.value;
  }),
  exportStudent: guarded.roster.exportStudent.handler(async ({ context, input, errors }) => {
    const { db } = context.app.database;
    const person = await findLivingPerson(db, input.id);
    if (person === undefined) throw errors.REFUSED(toldOf(unknownStudent(input.id)));
    return { document: JSON.stringify(await exportStudent({ db, studentId: person.id }), undefined, 2) };
  }),
  eraseStudent: guarded.roster.eraseStudent.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const person = await findLivingPerson(app.database.db, input.id);
    if (person === undefined) throw errors.REFUSED(toldOf(unknownStudent(input.id)));
    await eraseStudent({ ...decider(context), studentId: person.id, language: app.config.school.language });
    return {};
  }),
};

/** The student and the group that a change names; gives the student's own row. */
export async function studentAndGroup(app: App, studentId: string, groupId: string): Promise<Result<string>> {
  const { db } = app.database;
  const person = await findLivingPerson(db, studentId);
  if (person === undefined) return failed(unknownStudent(studentId));
  return (await findGroup(db, groupId)) === undefined ? failed(unknownGroup(groupId)) : ok(person.id);
}

/** Where, when and by whom something changes. */
function decider(context: RouteContext) {
  const { app } = context;
  return { db: app.database.db, now: app.clock.now(), by: actorOf(context) };
}

function judge(context: RouteContext) {
  return { ...decider(context), rules: context.app.config.attendance };
}

function atField(failure: Failure, field: string): Failure {
  return { ...failure, place: field };
}

/** What the list shows beside each name. */
async function readAround(db: Db, ids: readonly string[], since: Instant) {
  const rows = await listRowsOf(db, ids);
  const personOf = new Map(rows.map((row) => [row.id, row.mergedInto ?? row.id]));
  const [identities, memberships, points, presence] = await Promise.all([
    listIdentities(db, [...personOf.keys()]),
    listMemberships(db, ids),
    sumPoints(db, ids),
    countPresence(db, ids, since),
  ]);
  const known = Map.groupBy(identities, (one) => personOf.get(one.studentId) ?? one.studentId);
  const groups = Map.groupBy(
    memberships.filter((one) => one.leftAt === null),
    (one) => one.studentId,
  );
  return (id: string) => ({
    groups: (groups.get(id) ?? []).map(({ groupId, title }) => ({ id: groupId, title })),
    hasTelegram: (known.get(id) ?? []).some((one) => one.kind === "telegram"),
    zoomNames: (known.get(id) ?? []).filter((one) => one.kind === "zoom name").length,
    points: points.get(id) ?? 0,
    expected: presence.get(id)?.expected ?? 0,
    present: presence.get(id)?.present ?? 0,
  });
}
