import { findAccount } from "#features/accounts/store.ts";
import { findMeetings } from "#features/meetings/store.ts";
import { findCollected } from "#features/participation/attendance-store.ts";
import { listSheet } from "#features/participation/register-store.ts";
import { notYourSession } from "#features/participation/texts.ts";
import { listCoachesByEmail } from "#features/roster/overview-store.ts";
import { findSession, listSessionDetails, type SessionDetails } from "#features/sessions/store.ts";

import { daysIn } from "./days-in.ts";
import { guarded, toldOf, type RouteContext } from "./guard.ts";
import { sheetLine } from "./sheet-line.ts";

/** What a coach sees: the sessions that they hold themselves, and who was there. */
export const coachRoutes = {
  coachSessions: guarded.participation.coachSessions.handler(async ({ context, input }) => {
    const { app } = context;
    const { db } = app.database;
    const own = await coachesOf(context);
    const { from, until } = daysIn(app, input, { before: 0, after: 6 });
    const lists = await Promise.all(
      // The store's own `from` is excluded.
      own.map(async ({ id }) =>
        listSessionDetails(db, from.subtract({ milliseconds: 1 }), until, { coachId: id, groupId: null }),
      ),
    );
    const sessions = lists.flat().toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt));
    const ids = sessions.map((session) => session.id);
    const [meetings, read] = await Promise.all([findMeetings(db, ids), findCollected(db, ids)]);
    return {
      coach: own.length === 0 ? null : own.map((one) => one.name).join(", "),
      sessions: sessions.map((session) => ({
        ...shown(session),
        joinUrl: meetings.get(session.id)?.joinUrl ?? null,
        passcode: meetings.get(session.id)?.passcode ?? null,
        isRead: read.has(session.id),
      })),
    };
  }),
  coachAttendance: guarded.participation.coachAttendance.handler(async ({ context, input, errors }) => {
    const { db } = context.app.database;
    const session = await findSession(db, input.id);
    const own = await coachesOf(context);
    // The same words whether there is no such session or it is another's.
    const isTheirs = session !== undefined && own.some(({ id }) => id === session.coachId);
    if (!isTheirs) throw errors.REFUSED(toldOf(notYourSession));
    return (await listSheet(db, { sessionId: session.id })).map(sheetLine);
  }),
};

/** The coaches that the login of a request is: those with its e-mail in the timetable. */
async function coachesOf({ app, caller }: RouteContext) {
  const { db } = app.database;
  const account = await findAccount(db, caller?.id ?? "");
  return account === undefined ? [] : await listCoachesByEmail(db, account.email);
}

function shown({ id, courseTitle, group, startsAt, endsAt, status }: SessionDetails) {
  return {
    id,
    courseTitle,
    groupTitle: group?.title ?? null,
    startsAt: startsAt.toString(),
    endsAt: endsAt.toString(),
    status,
  };
}
