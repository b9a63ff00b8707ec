import { describe, expect, it } from "vitest";

import { timeZone } from "#lib/ids.ts";

import { drySchool } from "../../../test/dry-school.ts";
import { headerAt } from "./header-rules.ts";
import type { CellValue, Sheet } from "./ports.ts";
import { readTimetable, type RememberedMapping, type TimetableReading } from "./rules.ts";

const today = Temporal.PlainDate.from("2026-01-11");

type Given = string | number | CellValue | undefined;

function sheetOf(name: string, rows: readonly (readonly Given[])[], hidden = false): Sheet {
  const cells = rows.map((row) =>
    row.map((value): CellValue | undefined => {
      if (value === undefined || value === "") return undefined;
      if (typeof value === "string") return { kind: "text", text: value };
      return typeof value === "number" ? { kind: "number", number: value, text: String(value) } : value;
    }),
  );
  return { name, rows: cells, ...(hidden ? { hidden: true } : {}) };
}

function read(sheets: readonly Sheet[], remembered: readonly RememberedMapping[] = []) {
  return readTimetable({ fileName: "x.xlsx", sha256: "", sheets }, { school: drySchool, today, remembered });
}

function reading(sheets: readonly Sheet[], remembered: readonly RememberedMapping[] = []): TimetableReading {
  const result = read(sheets, remembered);
  if (!result.ok) throw new Error(result.failure.what.en);
  return result.value;
}

const told = ({ problems }: TimetableReading) =>
  problems.map(({ cell, severity, code }) => `${cell} ${severity} ${code}`);
const doubtsOf = ({ sheets }: TimetableReading) => sheets.flatMap((one) => one.doubts.map((doubt) => doubt.kind));
const id = "-1001007919111";
const header = ["Jour", "Heure", "Cours", "Professeur", "Groupe Telegram"];
const line = (day: string, time: Given, title = "Anglais A1", coach = "Amina Larue", group: Given = id) => [
  day,
  time,
  title,
  coach,
  group,
];

describe("columns", () => {
  it("are known in both languages, misspelt, below a title block", () => {
    const found = reading([
      sheetOf("Feuille 1", [
        ["École du Lac"],
        [],
        ["Jour", "Horraire", "Intitullé", "Proffesseur", "Chat ID", "Durée"],
        ["Lundi", "19h30", "Anglais A1", "Amina Larue", id, "1h30"],
      ]),
    ]);
    expect(found.entries).toMatchObject([{ weekday: 1, time: "19:30", durationMinutes: 90, coach: "Amina Larue" }]);
    expect(doubtsOf(found)).toEqual([]);
  });

  it("are known by what the cells hold where the header is damaged", () => {
    const found = reading([
      sheetOf("S", [
        ["?", "x", "Heure", "Cours", "Coach", "Remarque"],
        [id, "Mardi", "18h", "Anglais", "Amina Larue"],
        [id, "Jeudi", "18h", "Anglais", "Amina Larue"],
      ]),
    ]);
    expect(found.columns.byRole).toMatchObject({ group: 0, day: 1 });
  });

  it("asks where only a name's look speaks for the coach, and where two columns may be the title", () => {
    const byLook = reading([
      sheetOf("S", [
        ["Jour", "Heure", "Cours", "", "Groupe"],
        ["Mardi", "18h", "Anglais", "Amina Larue", id],
      ]),
    ]);
    expect(doubtsOf(byLook)).toEqual(["by content"]);
    const two = reading([
      sheetOf("S", [
        ["Jour", "Heure", "Cours", "Titre", "Professeur", "Groupe"],
        ["Mardi", "18h", "Anglais", "A1", "Amina Larue", id],
      ]),
    ]);
    expect(doubtsOf(two)).toEqual(["two columns"]);
  });

  it("reads a sheet without a header, and asks", () => {
    const rows = [
      ["Amina Larue - BBG - MW - 7:30pm", "Amina Larue", "Lundi", "19:30", id],
      ["Amina Larue - BBG - MW - 7:30pm", "Amina Larue", "Mercredi", "19:30", id],
    ];
    const found = reading([sheetOf("S", rows)]);
    expect(found.entries).toHaveLength(2);
    expect(doubtsOf(found)).toEqual(["no header"]);
  });

  it("takes what a person decided, for every workbook of that shape, without asking again", () => {
    const rows = (title: string) => [
      ["Dia", "Hora", "Clase", "Quien", "Donde"],
      ["Lundi", "19h30", title, "Amina Larue", id],
    ];
    expect(read([sheetOf("S", rows("Uno"))]).ok).toBe(false);
    const columns = {
      byRole: { day: 0, title: 2, coach: 3, group: 4 },
      starts: [{ column: 1, zone: timeZone("Europe/Paris") }],
    };
    const undecided = readTimetable(
      { fileName: "x", sha256: "", sheets: [sheetOf("S", [header, line("Lundi", "18h")])] },
      { school: drySchool, today },
    );
    expect(undecided.ok).toBe(true);
    const shape = shapeIn(rows("Uno"));
    const found = reading([sheetOf("Autre", rows("Dos"))], [{ shape, columns }]);
    expect(found.entries).toMatchObject([{ course: "Dos", timeZone: "Europe/Paris", weekday: 1 }]);
    expect(doubtsOf(found)).toEqual([]);
  });
});

describe("sheets", () => {
  it("reads several timetables of one workbook", () => {
    const found = reading([
      sheetOf("Adultes", [header, line("Lundi", "18h")]),
      sheetOf("Notes", [["Rien", "à", "voir"]]),
      sheetOf("Enfants", [header, line("Mardi", "10h", "Contes", "Jean Petit", "-1001007919222")]),
    ]);
    expect(found.sheet).toBe("Adultes, Enfants");
    expect(found.entries.map((entry) => entry.cell)).toEqual(["Adultes!C2", "Enfants!C2"]);
    expect(doubtsOf(found)).toEqual([]);
  });

  it("takes the day from a sheet's name or from a heading over the lines", () => {
    const dayless = ["Heure", "Cours", "Professeur", "Groupe Telegram"];
    const lesson = (time: string) => [time, "Anglais", "Amina Larue", id];
    const named = reading([sheetOf("Jeudi", [dayless, lesson("18h")])]);
    expect(named.entries.map((entry) => entry.weekday)).toEqual([4]);
    const rows = [["LUNDI"], dayless, lesson("18h"), lesson("20h"), [], ["Mardi :"], dayless, lesson("9h")];
    const headed = reading([sheetOf("Semaine", rows)]);
    expect(headed.entries.map((entry) => `${entry.weekday} ${entry.time}`)).toEqual(["1 18:00", "1 20:00", "2 09:00"]);
    expect(told(headed)).toEqual([]);
  });

  it("leaves hidden sheets and copies alone, and asks about two sheets that hold the same lines", () => {
    const rows = [header, line("Lundi", "18h")];
    const beside = reading([sheetOf("Semaine", rows), sheetOf("Copie de Semaine", rows), sheetOf("B", rows, true)]);
    expect(beside.sheet).toBe("Semaine");
    const twice = reading([sheetOf("Semaine", rows), sheetOf("Semaine 2", rows)]);
    expect(new Set(doubtsOf(twice))).toEqual(new Set(["two sheets"]));
    expect(twice.entries).toHaveLength(1);
    const shape = twice.sheets[1]?.shape ?? "";
    const settled = reading(
      [sheetOf("Semaine", rows), sheetOf("Semaine 2", rows)],
      [{ shape, sheet: "Semaine 2", columns: undefined }],
    );
    expect(settled.sheet).toBe("Semaine");
    expect(doubtsOf(settled)).toEqual([]);
  });
});

describe("lines", () => {
  it("gives a class on each day that its cell lists", () => {
    const found = reading([sheetOf("S", [header, line("Mardi et jeudi", "18h"), line("Mon/Wed", "8pm")])]);
    expect(found.entries.map((entry) => `${entry.weekday} ${entry.time}`)).toEqual([
      "2 18:00",
      "4 18:00",
      "1 20:00",
      "3 20:00",
    ]);
  });

  it("reads dates, topic, language, zone and a meeting's address", () => {
    const more = ["Date de début", "Date de fin", "Topic ID", "Langue", "Fuseau horaire", "Lien Zoom"];
    const found = reading([
      sheetOf("S", [
        [...header, ...more],
        [
          ...line("Lundi", "18h"),
          "02/03/2026",
          { kind: "date", serial: 46203 },
          "7",
          "Anglais",
          "Paris",
          "https://us02web.zoom.us/j/81234567890?pwd=x",
        ],
        [...line("Mardi", "18h"), "15 mars 2026", "2026-06-30", "", "", "", "à venir"],
        [...line("Jeudi", "18h"), "30/06/2026", "2026-03-01"],
      ]),
    ]);
    expect(found.entries[0]).toMatchObject({
      startsOn: "2026-03-02",
      endsOn: "2026-06-30",
      topic: "7",
      language: "en",
      timeZone: "Europe/Paris",
      meetingLink: "https://us02web.zoom.us/j/81234567890?pwd=x",
    });
    expect(found.entries[1]).toMatchObject({ startsOn: "2026-03-15", endsOn: "2026-06-30" });
    expect(told(found)).toEqual(["S!K3 warning link.unreadable", "S!G4 error date.reversed"]);
  });

  it("tells once that day and month could be the other way round, when no date of the sheet shows it", () => {
    const found = reading([
      sheetOf("S", [
        [...header, "Date de début"],
        [...line("Lundi", "18h"), "02/03/2026"],
        [...line("Mardi", "18h"), "04/03/2026"],
      ]),
    ]);
    expect(told(found)).toEqual(["S!F2 warning date.guessed"]);
    expect(found.problems[0]?.message.en).toContain("1 other");
  });

  it("takes 24:00 as the midnight that begins the next day, and an end in the start's cell", () => {
    const found = reading([sheetOf("S", [header, line("Dimanche", "24:00"), line("Lundi", "18h – 19h30")])]);
    expect(found.entries.map((one) => `${one.weekday} ${one.time} ${one.durationMinutes}`)).toEqual([
      "1 00:00 60",
      "1 18:00 90",
    ]);
    expect(told(found)).toEqual(["S!B2 warning time.midnight"]);
  });

  it("mends ids without their -100 and says so once; an id that a sheet rounded is an error", () => {
    const found = reading([
      sheetOf("S", [
        header,
        line("Lundi", "18h", "A", "Amina", 1007919111),
        line("Mardi", "18h", "A", "Amina", "1001007919111"),
        line("Mercredi", "18h", "A", "Amina", "https://t.me/c/1007919111/4/9"),
        line("Jeudi", "18h", "A", "Amina", "-1,00101E+12"),
      ]),
    ]);
    const groups = new Set(found.entries.map((entry) => JSON.stringify(entry.group)));
    expect([...groups]).toEqual([JSON.stringify({ kind: "chat", chatId: id })]);
    expect(found.entries[2]?.topic).toBe("4");
    expect(told(found)).toEqual(["S!E2 notice group.mended", "S!E5 error group.unreadable"]);
  });

  it("says of each problem what, why and what to do, in both languages", () => {
    const rows = [header, line("Samdi", "25h00"), line("Lundi", "19;30", "", ""), line("", "", "A", "B", "ici")];
    const found = reading([sheetOf("S", [...rows, line("Lundi", "18h", "A"), line("Lundi", "18h", "A")])]);
    expect(found.problems.length).toBeGreaterThan(6);
    for (const { message, why, suggestion } of found.problems) {
      for (const text of [message, why, suggestion])
        expect([text.fr.length > 9, text.en.length > 9]).toEqual([true, true]);
    }
    expect(found.problems.find((problem) => problem.cell === "S!B3")?.suggestion.en).toContain("19:30");
  });
});

describe("conflicts", () => {
  it("finds a class that runs over the end of the week, and none between classes of different seasons", () => {
    const dated = [...header, "Date de début", "Date de fin", "Durée"];
    const night = reading([
      sheetOf("S", [
        [...header, "Durée"],
        [...line("Samedi", "23h30", "A"), "90"],
        [...line("Dimanche", "0h30", "B"), "60"],
      ]),
    ]);
    expect(told(night)).toEqual(["S!D3 warning coach.twice"]);
    const seasons = reading([
      sheetOf("S", [
        dated,
        [...line("Lundi", "18h", "A"), "2026-01-05", "2026-03-30"],
        [...line("Lundi", "18h", "B"), "2026-04-06", "2026-06-29"],
      ]),
    ]);
    expect(told(seasons)).toEqual([]);
  });
});

/** The shape that a refused workbook has, found as a person would be shown it: from a reading that knows its columns. */
function shapeIn(rows: readonly (readonly Given[])[]): string {
  return headerAt(sheetOf("S", rows), 0).shape;
}
