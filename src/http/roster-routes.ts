import { listAccounts } from "#features/accounts/store.ts";
import { listCoachRows } from "#features/roster/overview-store.ts";
import { countSessionsByCoach, listCoursesByCoach } from "#features/sessions/teaching-store.ts";

import { groupRoutes } from "./group-routes.ts";
import { guarded } from "./guard.ts";
import { studentRoutes } from "./student-routes.ts";

/** The routes of groups, students and coaches. */
export const rosterRoutes = guarded.roster.router({
  ...groupRoutes,
  ...studentRoutes,
  coaches: guarded.roster.coaches.handler(async ({ context }) => {
    const { db } = context.app.database;
    const now = context.app.clock.now();
    const [rows, courses, coming, accounts] = await Promise.all([
      listCoachRows(db),
      listCoursesByCoach(db),
      countSessionsByCoach(db, now, now.add({ hours: 24 * 7 })),
      listAccounts(db),
    ]);
    const logins = new Set(accounts.filter(({ role }) => role === "coach").map(({ email }) => email.toLowerCase()));
    return rows.map(({ id, name, email }) => ({
      id,
      name,
      email,
      courses: [...(courses.get(id) ?? [])],
      coming: coming.get(id) ?? 0,
      hasLogin: email !== null && logins.has(email.trim().toLowerCase()),
    }));
  }),
});
