import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ModelShape } from "./model-rules.ts";
import { readQuery, readValues } from "./query-rules.ts";

const course: ModelShape = {
  name: "Course",
  about: "",
  columns: [
    { name: "id", kind: "text", about: "", writing: {} },
    { name: "title", kind: "text", about: "", writing: { add: "required", change: true } },
    { name: "places", kind: "integer", about: "", writing: { add: "optional" } },
    { name: "at", kind: "moment", about: "", writing: {} },
    { name: "day", kind: "day", about: "", writing: {} },
  ],
  relations: [{ name: "sessions", model: "Course", here: "id", there: "id", many: true }],
  deletable: false,
};
const shapes = new Map([["Course", course]]);
const ask = (where: unknown, more: object = {}) =>
  readQuery({ model: "Course", mode: "rows", where, order: [], limit: 10, offset: 0, ...more }, shapes);
const columns = new Set(course.columns.map((column) => column.name));

/** Every name of a column that a checked question holds. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === "column" || key === "other") && typeof inner === "string" ? [inner] : namesIn(inner),
  );
}

describe("a question", () => {
  it("reads what Python writes", () => {
    expect(
      ask(["and", ["compare", "title", "=", "x"], ["related", "sessions", ["in", "places", [1, 2]]]]),
    ).toMatchObject({
      where: { kind: "and", parts: [{ kind: "compare" }, { kind: "related", part: { values: [1, 2] } }] },
    });
    expect(ask(["compare", "at", ">=", { $t: 1_700_000_000_000 }])).toMatchObject({
      where: { value: { epochMs: 1_700_000_000_000 } },
    });
  });

  it.each([
    ["another column", ["compare", "secret", "=", "x"]],
    ["a prototype's name", ["compare", "constructor", "=", "x"]],
    ["another operator", ["compare", "id", "= '' or true or id =", "x"]],
    ["text for a number", ["compare", "places", "=", "1 or 1=1"]],
    ["text for a moment", ["compare", "at", "<", "now()"]],
    ["a moment that is none", ["compare", "at", "<", { $t: 1e300 }]],
    ["a day that is none", ["compare", "day", "=", { $d: "2026-01-01'; drop" }]],
    ["columns of two kinds", ["columns", "title", "<", "at"]],
    ["another relation", ["related", "students", ["and"]]],
    ["no condition", null],
    ["another condition", ["sql", "drop table"]],
  ])("refuses %s", (_, where) => {
    expect(ask(where)).toHaveProperty("refused");
  });

  it("refuses what is too deep, too wide, too far", () => {
    const deep = Array.from({ length: 60 }).reduce<unknown>((inner) => ["not", inner], ["and"]);
    expect(ask(deep)).toHaveProperty("refused");
    expect(ask(["and", ...Array.from({ length: 600 }, () => ["and"])])).toHaveProperty("refused");
    expect(ask(["and"], { limit: 1e9 })).toHaveProperty("refused");
    expect(ask(["and"], { offset: -1 })).toHaveProperty("refused");
    expect(ask(["and"], { order: [["id; drop", "asc"]] })).toHaveProperty("refused");
  });

  it("never throws and never lets a foreign name through, whatever comes over the pipe", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (where, order, limit) => {
        const read = ask(where, { order, limit });
        const foreign = "refused" in read ? [] : namesIn(read).filter((name) => !columns.has(name));
        expect(foreign).toEqual([]);
      }),
    );
  });
});

describe("values to write", () => {
  it("are of writable columns and of their kinds", () => {
    expect(readValues({ title: "x" }, course, "add")).toEqual(new Map([["title", "x"]]));
    expect(readValues({ places: 3 }, course, "add")).toHaveProperty("refused");
    expect(readValues({ title: 5 }, course, "change")).toHaveProperty("refused");
    expect(readValues({ id: "x" }, course, "change")).toHaveProperty("refused");
    expect(readValues({ places: 1 }, course, "change")).toHaveProperty("refused");
  });
});
