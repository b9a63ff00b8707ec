import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { instantOf, type Clock } from "#lib/clock.ts";
import { ok } from "#lib/failure.ts";

import { drySchool } from "../../../test/dry-school.ts";
import { cloneDatabase, type ClonedDatabase } from "../../../test/database.ts";
import { forgetMapping } from "./forget-mapping.ts";
import { describeSheets, readChanges, rolesByColumn, withChanges } from "./mapping-rules.ts";
import { listShapes } from "./mapping-store.ts";
import type { Workbook } from "./ports.ts";
import { rememberMapping, type MappingDecision } from "./remember-mapping.ts";
import { listLinesInForce } from "./store.ts";
import { updateCourses } from "./update-courses.ts";

const clock: Clock = { now: () => instantOf(1_768_089_600_000), sleep: async () => undefined };
const id = "-1001007919111";

/** Headers that no language of ours knows. */
function foreign(day: string, fileName = "semana.xlsx"): Workbook {
  return book(fileName, {
    Semana: [
      ["Dia", "Hora", "Clase", "Quien", "Donde"],
      [day, "19h30", "Ingles", "Ana Ruiz", id],
    ],
  });
}

/** Two columns that may be the title. */
const doubtful = book("deux.xlsx", {
  S: [
    ["Jour", "Heure", "Cours", "Titre", "Professeur", "Groupe"],
    ["Mardi", "18h", "Anglais", "A1", "Amina Larue", id],
  ],
});

function book(fileName: string, sheets: Readonly<Record<string, readonly (readonly string[])[]>>): Workbook {
  return {
    fileName,
    sha256: fileName,
    sheets: Object.entries(sheets).map(([name, rows]) => ({
      name,
      rows: rows.map((row) => row.map((text) => (text === "" ? undefined : { kind: "text" as const, text }))),
    })),
  };
}

let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => {
  await database.close();
});

async function importOf(workbook: Workbook, takesNewShapes = true) {
  return await updateCourses({
    db: database.db,
    clock,
    school: drySchool,
    source: { path: "x" },
    readWorkbook: async () => ok(workbook),
    asked: { by: "cli", byHand: true, agreed: true, takesNewShapes },
    andThen: async () => null,
  });
}

async function decide(workbook: Workbook, decision: MappingDecision) {
  return await rememberMapping({ db: database.db, clock, by: "cli", workbook, decision });
}

const columns = { kind: "columns", sheet: undefined, headerRow: undefined } as const;

describe("a workbook whose columns are in doubt", () => {
  it("is not imported until a person has answered once; then it is, and others of its shape too", async () => {
    const asked = await importOf(doubtful);
    expect(asked).toMatchObject({ ok: false, failure: { code: "timetable.mapping-asked" } });
    expect(await listLinesInForce(database.db)).toEqual([]);

    const changes = readChanges("title=D");
    const decided = await decide(doubtful, { ...columns, changes: "wrong" in changes ? [] : changes });
    expect(decided).toMatchObject({ ok: true, value: { isDecided: true, doubts: [] } });
    const done = await importOf(doubtful);
    expect(done).toMatchObject({ ok: true, value: { figures: { added: 1 }, newShapes: [] } });
    expect((await listLinesInForce(database.db)).map((line) => line.course)).toEqual(["A1"]);

    const [shape] = await listShapes(database.db);
    expect(shape).toMatchObject({ decidedBy: "cli", fileName: "deux.xlsx" });
    await forgetMapping({ db: database.db, clock, by: "cli", id: shape?.id ?? "" });
    expect(await importOf(doubtful)).toMatchObject({ ok: false, failure: { code: "timetable.mapping-asked" } });
    expect(await forgetMapping({ db: database.db, clock, by: "cli", id: "none" })).toMatchObject({ ok: false });
  });

  it("is read by what a person says where no header is known", async () => {
    expect((await importOf(foreign("Lundi"))).ok).toBe(false);
    const half = readChanges("day=A, start=B:GMT+1");
    if ("wrong" in half) throw new Error(half.wrong);
    const refused = await decide(foreign("Lundi"), { kind: "columns", sheet: "Semana", headerRow: 1, changes: half });
    expect(refused).toMatchObject({ ok: false, failure: { code: "timetable.no-column" } });
    const whole = readChanges("day=A, start=B:GMT+1; title=C; coach=D; group=E");
    if ("wrong" in whole) throw new Error(whole.wrong);
    expect(
      (await decide(foreign("Lundi"), { kind: "columns", sheet: "Semana", headerRow: 1, changes: whole })).ok,
    ).toBe(true);
    expect((await importOf(foreign("Jeudi", "otra.xlsx"))).ok).toBe(true);
    expect(await listLinesInForce(database.db)).toMatchObject([{ course: "Ingles", weekday: 4, timeZone: "+01:00" }]);
  });

  it("leaves a copy of the timetable alone when a person says which sheet is the right one", async () => {
    const rows = [
      ["Jour", "Heure", "Cours", "Professeur", "Groupe"],
      ["Mardi", "18h", "Anglais", "Amina Larue", id],
    ];
    const twice = book("copie.xlsx", { Semaine: rows, "Semaine 2": rows });
    expect(await importOf(twice)).toMatchObject({ ok: false, failure: { code: "timetable.mapping-asked" } });
    expect((await decide(twice, { kind: "leave alone", sheet: "semaine 2" })).ok).toBe(true);
    expect(await importOf(twice)).toMatchObject({ ok: true, value: { sheet: "Semaine" } });
    expect(await decide(twice, { kind: "leave alone", sheet: "Nulle" })).toMatchObject({
      failure: { code: "mapping.no-sheet" },
    });
  });
});

describe("a workbook of a make never seen before, when nobody watches", () => {
  const rows = [
    ["Jour", "Heure (GMT)", "Cours", "Coach", "Groupe", "Assistante"],
    ["Mardi", "18h", "Anglais", "Amina Larue", id, "Awa"],
  ];

  it("waits for a person once, and says how its columns are understood", async () => {
    const before = await listLinesInForce(database.db);
    const asked = await importOf(book("semaine-1.xlsx", { Mars: rows }), false);
    expect(asked).toMatchObject({ ok: false, failure: { code: "timetable.new-shape", place: "semaine-1.xlsx" } });
    expect(asked.ok ? "" : asked.failure.what.en).toContain("C = title, D = coach");
    expect(await listLinesInForce(database.db)).toEqual(before);

    expect((await importOf(book("semaine-1.xlsx", { Mars: rows }))).ok).toBe(true);
    expect((await importOf(book("semaine-2.xlsx", { Avril: rows }), false)).ok).toBe(true);
  });

  it("is taken when a person decided about its columns before", async () => {
    const made = [["Jour", "Heure (GMT)", "Cours", "Coach", "Groupe", "Salle"], rows[1] ?? []];
    const week = book("salle.xlsx", { Mars: made });
    expect((await importOf(week, false)).ok).toBe(false);
    expect((await decide(week, { ...columns, changes: [] })).ok).toBe(true);
    expect((await importOf(week, false)).ok).toBe(true);
  });
});

it("tells once how a workbook of a new shape was understood", async () => {
  const plain = book("plain.xlsx", {
    Neuf: [
      ["Jour", "Heure (GMT)", "Cours", "Coach", "Groupe", "Niveau"],
      ["Mardi", "18h", "Anglais", "Amina Larue", id, "A1"],
    ],
  });
  const first = await importOf(plain);
  const again = await importOf(plain);
  expect(first).toMatchObject({ ok: true, value: { newShapes: [{ sheet: "Neuf" }] } });
  expect(again).toMatchObject({ ok: true, value: { newShapes: [] } });
});

describe("changes as a person writes them", () => {
  it("are read, or the first wrong one is named", () => {
    expect(readChanges("title=C, start=F:Europe/Paris, truth=F, remark=-")).toEqual([
      { role: "title", column: 2 },
      { role: "start", column: 5, zone: "Europe/Paris" },
      { role: "truth", column: 5 },
      { role: "remark", column: "nothing" },
    ]);
    expect(readChanges("title=C, tittle=D")).toEqual({ wrong: "tittle=D" });
    expect(readChanges("start=F:Paname")).toEqual({ wrong: "start=F:Paname" });
  });

  it("give a column one meaning, and starts replace the starts that were found", () => {
    const before = { byRole: { title: 0, coach: 1, remark: 2 }, starts: [{ column: 4, zone: undefined }] };
    const changes = readChanges("title=C, start=F:GMT, start=G, truth=G");
    if ("wrong" in changes) throw new Error(changes.wrong);
    const after = withChanges(before, changes);
    expect([...rolesByColumn(after)]).toEqual([
      ["B", "coach"],
      ["C", "title"],
      ["F", "start UTC"],
      ["G", "start truth"],
    ]);
  });

  it("show which sheets an import would read", () => {
    const shown = describeSheets(doubtful, []);
    expect(shown.map((one) => [one.sheet, one.isRead, one.absent])).toEqual([["S", true, []]]);
  });
});
