import { expect, it } from "vitest";

import { effectOf, type EarnedPoints } from "./effect-rules.ts";

const of = (title: string, points: Readonly<Record<string, number>>): readonly EarnedPoints[] =>
  Object.entries(points).map(([name, worth]) => ({ groupId: title, title, studentId: name, name, points: worth }));

it("tells whose points or place change, and leaves the others out", () => {
  const before = [...of("B", { Awa: 10, Léa: 10, Yao: 3, Zoé: 0 }), ...of("A", { Koffi: 4 })];
  const after = [...of("B", { Awa: 20, Léa: 10, Yao: 3, Zoé: 5 }), ...of("A", { Koffi: 4 })];
  expect(effectOf(before, after)).toEqual([
    {
      groupId: "B",
      title: "B",
      before: 23,
      after: 38,
      lines: [
        { studentId: "Awa", name: "Awa", before: 10, after: 20, rankBefore: 1, rankAfter: 1 },
        { studentId: "Léa", name: "Léa", before: 10, after: 10, rankBefore: 1, rankAfter: 2 },
        { studentId: "Zoé", name: "Zoé", before: 0, after: 5, rankBefore: null, rankAfter: 3 },
        { studentId: "Yao", name: "Yao", before: 3, after: 3, rankBefore: 3, rankAfter: 4 },
      ],
    },
  ]);
  expect(effectOf(before, before)).toEqual([]);
});

it("counts who earns nothing any more", () => {
  expect(effectOf(of("A", { Koffi: 4 }), [])).toMatchObject([
    { before: 4, after: 0, lines: [{ name: "Koffi", rankBefore: 1, rankAfter: null }] },
  ]);
});
