import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ensureCoaches, ensureGroups, ensureMemberships, ensureStudents } from "#features/roster/store.ts";
import { systemClock } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { command, databaseAddress } from "./command.ts";
import { cloneDatabase, type ClonedDatabase } from "./database.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-participation-commands-"));
let database: ClonedDatabase;
const run = async (...args: readonly string[]) => await command(database.name, ...args, "--json");

beforeAll(async () => {
  database = await cloneDatabase();
  const { db } = database;
  const now = systemClock.now();
  await ensureCoaches(db, [{ name: "Fatou Diop" }, { name: "Moussa Ba" }], now);
  const chat = "-1009000000001" as ChatId;
  const group = (await ensureGroups(db, [{ chatId: chat, title: "Groupe 1" }], "fr", now)).get(chat) ?? "";
  const people = [
    { id: "71", name: "Awa" },
    { id: "72", name: "Binta" },
  ];
  const students = [...(await ensureStudents(db, people, now)).values()];
  await ensureMemberships(
    db,
    students.map((studentId) => ({ groupId: group, studentId })),
    now,
  );
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

describe("carillon points", () => {
  it("gives, shows and takes back, each with its line", async () => {
    const given = await run("points", "give", "Awa", "Groupe 1", "7", "helped");
    expect(given).toMatchObject({ code: 0, json: { source: expect.any(String) as string } });
    const { source } = given.json as { source: string };
    expect((await run("points", "show", "Awa")).json).toMatchObject({
      student: { name: "Awa" },
      totals: [{ groupTitle: "Groupe 1", points: 7 }],
      lines: [{ points: 7, source }],
    });
    expect((await run("points", "revoke", source, "a mistake")).json).toEqual({ source, points: 7 });
    expect((await run("points", "revoke", source, "again")).json).toEqual({ source, points: 0 });
    expect((await run("points", "revoke", "bonus:none", "why")).code).toBe(1);
    expect((await run("points", "give", "Awa", "Groupe 1", "4", "helped again")).code).toBe(0);
  });

  it("shows the rules, sets them for all or a level, and drops a level's", async () => {
    expect((await run("points", "set", "--attendance", "12", "--note", "more")).json).toMatchObject({ version: 1 });
    await run("points", "set", "--level", "BBG", "--message", "3", "--note", "they talk");
    expect((await run("points")).json).toMatchObject({
      inForce: { base: { perAttendance: 12 }, levels: { BBG: { perMessage: 3 } } },
    });
    expect((await run("points", "drop", "BBG", "--note", "no more")).json).toMatchObject({ version: 3 });
    expect((await run("points", "recount", "--since", "2026-01-01")).json).toEqual({ appended: 0 });
  });
});

describe("carillon badges and contests", () => {
  it("gives the helper's badge, lists it, and lists the silent", async () => {
    expect((await run("badges", "give", "Binta", "Groupe 1", "tidied up")).code).toBe(0);
    expect((await run("badges")).json).toMatchObject([{ badge: "helper", name: "Binta", groupTitle: "Groupe 1" }]);
    expect((await run("badges", "silent")).code).toBe(0);
  });

  it("lists contests, accepts one and rejects one, each once", async () => {
    await database.pool.query(`insert into contests (student_id, group_id, words, opened_at, state)
      select s.id, g.id, w, now(), 'open' from students s, groups g, (values ('where are mine'), ('too few')) t(w)
      where s.display_name = 'Awa' order by w desc`);
    expect((await run("contests")).json).toMatchObject([{ studentName: "Awa" }, { studentName: "Awa" }]);
    expect((await run("contests", "accept", "1", "5", "you are right")).code).toBe(0);
    expect((await run("contests", "reject", "2", "they are all there")).code).toBe(0);
    expect((await run("contests")).json).toEqual([]);
    expect((await run("contests", "--all")).json).toHaveLength(2);
    expect((await run("contests", "accept", "1", "5", "again")).code).toBe(1);
  });
});

describe("carillon rankings and sheets", () => {
  it("shows a ranking, and what a student chose about it", async () => {
    expect((await run("rankings", "--group", "Groupe 1")).json).toMatchObject({ lines: [{ name: "Awa", rank: 1 }] });
    const chosen = await run("rankings", "choose", "Awa", "--pseudonym", "Star", "--nudges", "on");
    expect(chosen.json).toMatchObject({ pseudonym: "Star", nudges: true, hidden: false });
    expect((await run("rankings", "choose", "Awa", "--nudges", "off")).json).toMatchObject({ nudges: false });
    expect((await run("rankings")).json).toMatchObject({ lines: [{ name: "Star" }] });
  });

  it("writes rankings and a coach's attendance into files", async () => {
    const ranking = join(folder, "ranking.csv");
    expect((await run("sheets", "rankings", ranking)).json).toMatchObject({ file: ranking });
    expect(readFileSync(ranking, "utf8")).toContain("Star");
    const sheet = join(folder, "attendance.xlsx");
    expect((await run("sheets", "attendance", sheet, "--coach", "fatou")).code).toBe(0);
    expect(readFileSync(sheet).subarray(0, 2).toString()).toBe("PK");
  });

  it("refuses a coach whom nobody knows, and names those whom it knows; no file is written", async () => {
    const file = join(folder, "nobody.csv");
    const refused = await run("sheets", "attendance", file, "--coach", "Nobody");
    expect(refused).toMatchObject({ code: 1, failure: "coach.unknown" });
    expect(refused.remedy).toMatch(/Fatou Diop\n {2}Moussa Ba/);
    expect(existsSync(file)).toBe(false);
  });
});

it.each([
  [["attendance", "--from", "2026-02-31"], "usage.wrong-value"],
  [["attendance", "--to", "26-02-01"], "usage.wrong-value"],
  [["sheets", "attendance", "a.csv", "--from", "2026-02-31"], "usage.wrong-value"],
  [["points", "recount", "--since", "2026-02-31"], "usage.wrong-value"],
  [["points", "set", "--note", "why"], "usage.nothing-to-set"],
  [["points", "set", "--message", "many", "--note", "why"], "usage.wrong-value"],
  [["points", "give", "Awa", "Groupe 1", "0", "why"], "usage.points"],
  [["points", "give", "Awa", "Groupe 1", "1e3", "why"], "usage.points"],
  [["points", "gvie"], "usage.unknown-command"],
  [["contests", "accept", "1", "many", "why"], "usage.contest"],
  [["contests", "accept", "1", "", "why"], "usage.contest"],
  [["contests", "reject", "one", "why"], "usage.contest"],
  [["badges", "give", "Awa"], "usage.word-missing"],
  [["rankings", "--period", "year"], "usage.wrong-value"],
  [["rankings", "choose", "Awa", "--nudges", "maybe"], "usage.wrong-value"],
  [["sheets"], "usage.what"],
  [["sheets", "rankings", "ranking.doc"], "usage.format"],
])("refuses %j as %s", async (words, failure) => {
  expect(await run(...words)).toMatchObject({ code: 2, failure });
});

it.each([
  ["points", "show", "Nobody"],
  ["points", "give", "Nobody", "Groupe 1", "3", "why"],
  ["badges", "give", "Nobody", "Groupe 1", "why"],
  ["rankings", "choose", "Nobody", "--hide"],
  ["attendance", "--student", "Nobody"],
])("says in one sentence that nobody answers to a name: %s %s", async (...words) => {
  expect(await run(...words)).toMatchObject({ code: 1, failure: "student.unknown" });
});

it("from a shell: a document when it is done, an error's document when it is not", async () => {
  const program = fileURLToPath(new URL("../src/cli/carillon.ts", import.meta.url));
  const shell = async (...words: readonly string[]) => {
    const child = spawn(process.execPath, [program, ...words, "--json", "--lang", "en"], {
      env: { PATH: process.env["PATH"], HOME: folder, DATABASE_URL: databaseAddress(database.name) },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    return { code: code as number, said: JSON.parse(out) as unknown };
  };
  const [shown, listed, refused] = await Promise.all([
    shell("points", "show", "Awa"),
    shell("badges"),
    shell("rankings", "choose", "Nobody", "--nudges", "maybe"),
  ]);
  expect(shown).toMatchObject({ code: 0, said: { student: { name: "Awa" } } });
  expect(listed).toMatchObject({ code: 0, said: [{ badge: "helper" }] });
  expect(refused).toMatchObject({ code: 2, said: { error: { code: "usage.wrong-value" } } });
}, 120_000);
