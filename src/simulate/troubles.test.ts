import fc from "fast-check";
import { expect, test } from "vitest";

import { seededRandom } from "#simulators/zoom/random.ts";

import { troubleNames, Troubles } from "./troubles.ts";

test("eight weeks meet every trouble, whatever the seed; one that met nobody comes the next week", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const troubles = new Troubles(troubleNames, seededRandom(seed));
      const weeks = Array.from({ length: 8 }, () => troubles.deal().map((one) => one.name));
      expect(new Set(weeks.flat()).size).toBe(troubleNames.length);
      const [missed = "slow"] = weeks.at(-1) ?? [];
      troubles.again([missed]);
      expect(troubles.deal().map((one) => one.name)).toContain(missed);
    }),
  );
});

test("none is dealt where none is let in, and only those that are", () => {
  expect(new Troubles([], seededRandom(1)).deal()).toEqual([]);
  const few = new Troubles(["crash", "slow"], seededRandom(1));
  const names = Array.from({ length: 5 }, () => few.deal().map((one) => one.name)).flat();
  expect(new Set(names)).toEqual(new Set(["crash", "slow"]));
});
