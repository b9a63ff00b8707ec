import type { Db } from "#database/open.ts";
import { ensureCoaches, ensureGroups, ensureMemberships, ensureStudents } from "#features/roster/store.ts";
import { addSessions, listSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import { courses } from "#features/timetable/tables.ts";
import type { Instant } from "#lib/clock.ts";
import { chatId, newId } from "#lib/ids.ts";

/** When a small school begins: a Monday at 18:00 in Abidjan. */
export const monday = Temporal.Instant.from("2026-01-12T18:00:00Z");

/** A school without workbook, for tests of what happens in and after its classes. */
export interface SmallSchool {
  /** Adds a group with its course, in English; gives the group's id. */
  group(title: string): Promise<string>;
  /** Adds a session of a group; gives it with its details. */
  session(groupId: string, startsAt?: Instant, minutes?: number): Promise<SessionDetails>;
  /** Adds a student who wrote in the group from a Telegram account of the given number; gives the student's id. */
  student(groupId: string, name: string, telegramId?: string): Promise<string>;
}

/** Opens a small school in an empty database; its one coach is called Awa Sissoko. */
export async function openSmallSchool(db: Db): Promise<SmallSchool> {
  const created = monday.subtract({ hours: 24 * 7 });
  const coach = await ensureCoaches(db, [{ name: "Awa Sissoko", email: "awa@school.example" }], created);
  const coachId = coach.get("Awa Sissoko") ?? "";
  const courseOf = new Map<string, string>();
  let last = 5_000_000_000;
  return {
    async group(title) {
      const chat = chatId(`-100${(last += 1)}`);
      if (chat === undefined) throw new Error("not a chat id");
      const groupId = (await ensureGroups(db, [{ chatId: chat, title }], "en", created)).get(chat) ?? "";
      const courseId = newId();
      await db.insert(courses).values({ id: courseId, key: courseId, title, groupId, createdAt: created });
      courseOf.set(groupId, courseId);
      return groupId;
    },
    async session(groupId, startsAt = monday, minutes = 60) {
      const id = newId();
      await addSessions(db, [
        {
          id,
          courseId: courseOf.get(groupId) ?? "",
          coachId,
          groupId,
          date: startsAt.toString().slice(0, 10),
          startsAt,
          endsAt: startsAt.add({ minutes }),
          status: "scheduled",
          createdAt: created,
        },
      ]);
      const details = await listSessionDetails(db, startsAt.subtract({ seconds: 1 }), startsAt.add({ seconds: 1 }));
      const session = details.find((one) => one.id === id);
      if (session === undefined) throw new Error("the session is not there");
      return session;
    },
    async student(groupId, name, telegramId = String((last += 1))) {
      const studentId = (await ensureStudents(db, [{ id: telegramId, name }], created)).get(telegramId) ?? "";
      await ensureMemberships(db, [{ groupId, studentId }], created);
      return studentId;
    },
  };
}
