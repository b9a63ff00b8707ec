import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { monday, openSmallSchool, type SmallSchool } from "../../../test/small-school.ts";
import { addStudent } from "./add-student.ts";
import { findGroupByWords } from "./find-group-by-words.ts";
import { findStudent } from "./find-student.ts";
import { placeStudent } from "./place-student.ts";
import { renameStudent } from "./rename-student.ts";
import { ensureMemberships, listMembers } from "./store.ts";
import { listPrivateChats, searchStudents, setBotStarted } from "./student-store.ts";

const by = "cli";
const now = monday;
let database: ClonedDatabase;
let school: SmallSchool;
let group: string;
beforeEach(async () => {
  database = await cloneDatabase();
  school = await openSmallSchool(database.db);
  group = await school.group("English A1");
});
afterEach(async () => await database.close());

const members = async () => (await listMembers(database.db, [group])).map((one) => one.displayName).toSorted();

describe("students", () => {
  it("are found by name, by Telegram number and by the beginning of their id; two are never guessed", async () => {
    const { db } = database;
    const ama = await school.student(group, "Ama Bah", "5001");
    await school.student(group, "Ama Bahati");
    for (const which of ["ama BAH", "5001", ama, ama.slice(0, 8)]) {
      expect(await findStudent({ db, which })).toMatchObject({ ok: true, value: { id: ama } });
    }
    expect(await findStudent({ db, which: "ama b" })).toMatchObject({ failure: { code: "student.several" } });
    expect(await findStudent({ db, which: "%" })).toMatchObject({ failure: { code: "student.unknown" } });
    expect(await findGroupByWords({ db, which: "english a1" })).toMatchObject({ ok: true, value: { id: group } });
    expect(await findGroupByWords({ db, which: "nowhere" })).toMatchObject({ failure: { code: "group.unknown" } });
  });

  it("can be added, renamed, and put into a group or out of it for good", async () => {
    const { db } = database;
    const studentId = await addStudent({
      db,
      now,
      by,
      name: " Jules Perrin ",
      groupIds: [group],
      email: "j@x.example",
    });
    await renameStudent({ db, now, by, studentId, name: "Jules P." });
    expect(await members()).toEqual(["Jules P."]);
    const place = { db, now, by, studentId, groupId: group };
    expect(await placeStudent({ ...place, inside: false })).toBe(true);
    // Writing in the group does not bring back whom a person took out.
    await ensureMemberships(db, [{ groupId: group, studentId }], now);
    expect(await members()).toEqual([]);
    expect(await searchStudents(db, { groupId: group, limit: 10 })).toEqual([]);
    expect(await placeStudent({ ...place, inside: true })).toBe(true);
    expect(await members()).toEqual(["Jules P."]);
    expect(await placeStudent({ ...place, studentId: "nobody", inside: false })).toBe(false);
    const { rows } = await database.pool.query(
      "select action, after::text || coalesce(before::text, '') as t from audit_lines",
    );
    expect(rows).toHaveLength(4);
    expect(JSON.stringify(rows)).not.toContain("Jules");
  });

  it("have a private chat only while they let the bot write there", async () => {
    const { db } = database;
    const ama = await school.student(group, "Ama Bah", "5001");
    expect(await listPrivateChats(db, [ama])).toEqual([]);
    expect(await setBotStarted(db, "5001", now)).toBe(true);
    expect(await listPrivateChats(db, [ama])).toEqual([{ studentId: ama, chatId: "5001" }]);
    await setBotStarted(db, "5001", null);
    expect(await listPrivateChats(db, [ama])).toEqual([]);
    expect(await setBotStarted(db, "404", now)).toBe(false);
  });
});
