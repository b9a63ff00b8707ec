import fc from "fast-check";
import { expect, test } from "vitest";

import { agendaWith, keyIn, topicFor } from "./agenda.ts";

const keys = fc.stringMatching(/^[a-z0-9-]{1,64}$/);

test("the key comes back from the agenda, whole or cut at 250 characters, whatever the text", () => {
  fc.assert(
    fc.property(keys, fc.string({ unit: "grapheme", maxLength: 3_000 }), (key, text) => {
      const agenda = agendaWith(key, text);
      expect(agenda.length).toBeLessThanOrEqual(2_000);
      expect(agenda.isWellFormed()).toBe(true);
      expect(keyIn(agenda)).toBe(key);
      expect(keyIn(agenda.slice(0, 250))).toBe(key);
    }),
  );
});

test("a meeting made by others has no key", () => {
  for (const agenda of [
    undefined,
    "",
    "Cours",
    " carillon:a",
    "carillon:",
    "carillon:A b",
    "carillon:a_b",
    "x\ncarillon:a",
  ]) {
    expect(keyIn(agenda)).toBeUndefined();
  }
});

test("a key that could not be read back is a defect", () => {
  for (const key of ["", "A", "a b", "a\nb", "a".repeat(65)]) expect(() => agendaWith(key, "")).toThrow(RangeError);
});

test("a long topic is cut to 200 characters without half a character", () => {
  expect(topicFor("a".repeat(200))).toBe("a".repeat(200));
  expect(topicFor("a".repeat(201))).toBe(`${"a".repeat(199)}…`);
  expect(topicFor(`${"a".repeat(198)}😀😀`)).toBe(`${"a".repeat(198)}…`);
});
