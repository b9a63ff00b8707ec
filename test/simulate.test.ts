import { afterEach, expect, it } from "vitest";

import { openLogger } from "#lib/logger.ts";

import { simulate } from "../src/simulate/simulate.ts";
import { troubleNames } from "../src/simulate/troubles.ts";
import { scratchFolder, type Scratch } from "./scratch.ts";

// More by hand: CARILLON_WEEKS=52 CARILLON_SEED=7 npm test -- simulate
const weeks = Number(process.env["CARILLON_WEEKS"] ?? 3);
const firstSeed = Number(process.env["CARILLON_SEED"] ?? 1);

let scratch: Scratch;
afterEach(() => scratch.remove());

it.each([firstSeed, firstSeed + 1])(
  "weeks with every kind of trouble keep every promise (seed %i)",
  async (seed) => {
    scratch = await scratchFolder();
    const year = await simulate({
      folder: scratch.path,
      weeks,
      seed,
      groups: 6,
      troubles: troubleNames,
      logger: openLogger("silent"),
      tell: () => undefined,
    });
    expect(year.weeks.flatMap((week) => week.broken.map((one) => ({ week: week.week, ...one })))).toEqual([]);
    expect(year.weeks).toHaveLength(weeks);
    expect(year.meetings).toBeGreaterThan(0);
    expect(year.rankings).toBeGreaterThan(0);
  },
  weeks * 120_000,
);
