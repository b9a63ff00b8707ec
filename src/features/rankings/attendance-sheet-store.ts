import { and, asc, eq, gte, isNull, lt } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { attendanceFacts } from "#features/participation/tables.ts";
import { coaches, groups, students } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";

import type { AttendanceLine } from "./table-rules.ts";

/** Attendance of sessions that began in `[from, until)`, by start, course and name; of one coach or group if asked. */
export async function listAttendanceLines(
  db: Db,
  filter: {
    readonly from: Instant;
    readonly until: Instant;
    readonly coach?: string | undefined;
    readonly groupId?: string | undefined;
  },
): Promise<readonly AttendanceLine[]> {
  return await db
    .select({
      startsAt: attendanceFacts.startsAt,
      courseTitle: courses.title,
      groupTitle: groups.title,
      coachName: coaches.name,
      studentName: students.displayName,
      minutes: attendanceFacts.minutes,
      share: attendanceFacts.share,
      present: attendanceFacts.present,
      late: attendanceFacts.late,
      leftEarly: attendanceFacts.leftEarly,
      correctionReason: attendanceFacts.correctionReason,
    })
    .from(attendanceFacts)
    .innerJoin(sessions, eq(sessions.id, attendanceFacts.sessionId))
    .innerJoin(courses, eq(courses.id, sessions.courseId))
    .innerJoin(coaches, eq(coaches.id, sessions.coachId))
    .innerJoin(groups, eq(groups.id, attendanceFacts.groupId))
    .innerJoin(students, eq(students.id, attendanceFacts.studentId))
    .where(
      and(
        gte(attendanceFacts.startsAt, filter.from),
        lt(attendanceFacts.startsAt, filter.until),
        isNull(students.mergedInto),
        filter.coach === undefined ? undefined : eq(coaches.name, filter.coach),
        filter.groupId === undefined ? undefined : eq(attendanceFacts.groupId, filter.groupId),
      ),
    )
    .orderBy(asc(attendanceFacts.startsAt), asc(courses.title), asc(students.displayName));
}
