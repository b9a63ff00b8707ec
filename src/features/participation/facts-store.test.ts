import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { SessionDetails } from "#features/sessions/store.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool, type SmallSchool } from "../../../test/small-school.ts";
import { openDirectories } from "./open-directories.ts";
import { addHeardMessages } from "./store.ts";
import { attendanceFacts } from "./tables.ts";
import { takeInStays } from "./take-in-stays.ts";

const rules = { presentShare: 0.5, lateMinutes: 10, leftEarlyMinutes: 10 };
let database: ClonedDatabase;
let school: SmallSchool;
let group: string;
beforeEach(async () => {
  database = await cloneDatabase();
  school = await openSmallSchool(database.db);
  group = await school.group("English A1");
});
afterEach(async () => await database.close());

const stay = (name: string, from: number, to: number, stayId = `${name}@${from}`) => ({
  stayId,
  name,
  joinedAt: monday.add({ minutes: from }),
  leftAt: monday.add({ minutes: to }),
});

async function report(session: SessionDetails, stays: readonly ReturnType<typeof stay>[], minutesLater: number) {
  const directory = (await openDirectories(database.db, [group]))(group);
  const now = session.endsAt.add({ minutes: minutesLater });
  const taken = await takeInStays({ db: database.db, rules, now, reports: [{ session, stays, directory }] });
  return taken[0];
}

const facts = async () => {
  const rows = await database.db.select().from(attendanceFacts);
  return new Map(rows.map((row) => [row.studentId, row]));
};

describe("attendance facts", () => {
  it("give who was there, late or gone early, one row a session and student", async () => {
    const ama = await school.student(group, "Ama Bah");
    const jules = await school.student(group, "Jules Perrin");
    const session = await school.session(group);
    const taken = await report(
      session,
      [stay("Ama Bah", -2, 60), stay("jules  PERRIN", 15, 20), stay("Nobody", 0, 60), stay("awa sissoko", 0, 60)],
      5,
    );
    expect(taken?.strangers).toBe(1);
    const known = await facts();
    expect(known.size).toBe(2);
    expect(known.get(ama)).toMatchObject({ groupId: group, minutes: 60, share: 1, present: true, late: false });
    expect(known.get(jules)).toMatchObject({ minutes: 5, present: false, late: true, leftEarly: true });
  });

  it("follow a report that changes, and only what changes gets a new moment", async () => {
    const ama = await school.student(group, "Ama Bah");
    const jules = await school.student(group, "Jules Perrin");
    const session = await school.session(group);
    await report(session, [stay("Ama Bah", 0, 60), stay("Jules Perrin", 0, 60)], 5);
    await report(session, [stay("Ama Bah", 0, 60), stay("Jules Perrin", 0, 60)], 10);
    expect((await facts()).get(jules)?.changedAt).toEqual(session.endsAt.add({ minutes: 5 }));

    await report(session, [stay("Ama Bah", 0, 60)], 20);
    const known = await facts();
    expect(known.get(ama)?.changedAt).toEqual(session.endsAt.add({ minutes: 5 }));
    expect(known.get(jules)).toMatchObject({ present: false, minutes: 0 });
    expect(known.get(jules)?.changedAt).toEqual(session.endsAt.add({ minutes: 20 }));
    expect(known.get(jules)?.collectedAt).toEqual(session.endsAt.add({ minutes: 5 }));
  });

  it("can be summed for a whole school in one statement, beside the messages", async () => {
    const ama = await school.student(group, "Ama Bah");
    const session = await school.session(group);
    await report(session, [stay("Ama Bah", 0, 60)], 5);
    for (const [index, minutes] of [0, 1, 30].entries()) {
      const at = monday.add({ minutes });
      const heard = { groupId: group, telegramMessageId: String(index), studentId: ama, at };
      expect(await addHeardMessages(database.db, [heard])).toBe(1);
      expect(await addHeardMessages(database.db, [heard])).toBe(0);
    }
    const { rows } = await database.pool.query(`
      with spaced as (
        select student_id, at - lag(at) over (partition by student_id, group_id order by at) > interval '5 minutes' as far
        from message_facts)
      select student_id, count(*) filter (where far)::int as gaps,
        (select count(*)::int from attendance_facts a where a.student_id = s.student_id and present) as present
      from spaced s group by student_id`);
    expect(rows).toEqual([{ student_id: ama, gaps: 1, present: 1 }]);
  });
});
