import { expect, it } from "vitest";

import { sideBySide } from "./side-by-side.ts";

it("does so many at once and no more, and gives what came of each in the things' order", async () => {
  let atWork = 0;
  let most = 0;
  const gates = Array.from({ length: 7 }, () => Promise.withResolvers<void>());
  const all = sideBySide([...gates.entries()], 3, async ([place, gate]) => {
    atWork += 1;
    most = Math.max(most, atWork);
    await gate.promise;
    atWork -= 1;
    return place;
  });
  for (const gate of gates.toReversed()) gate.resolve();
  expect(await all).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(most).toBe(3);
});

it("has nothing to do for nothing", async () => {
  expect(await sideBySide([], 3, async () => "never")).toEqual([]);
});
