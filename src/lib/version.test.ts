import { expect, it } from "vitest";

import { staleEdit, versionOf } from "./version.ts";

it("is the same for the same fields in any order, and another for others", () => {
  expect(versionOf({ a: 1, b: "x" })).toBe(versionOf({ b: "x", a: 1 }));
  expect(versionOf({ a: 1, b: "x" })).not.toBe(versionOf({ a: 1, b: "y" }));
});

it("refuses a change that was begun before another one ended, and says what is there now", () => {
  const seen = versionOf({ title: "Aube" });
  expect(staleEdit(seen, { title: "Aube" })).toBeUndefined();
  expect(staleEdit(undefined, { title: "Midi" })).toBeUndefined();
  expect(staleEdit(seen, { title: "Midi" })).toMatchObject({
    code: "stale",
    present: { version: versionOf({ title: "Midi" }), fields: { title: "Midi" } },
  });
});
