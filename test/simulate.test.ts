import { afterEach, expect, it } from "vitest";

import { openLogger } from "#lib/logger.ts";

import { simulate } from "../src/simulate/simulate.ts";
import { troubleNames, type TroubleName } from "../src/simulate/troubles.ts";
import { scratchFolder, type Scratch } from "./scratch.ts";

// More by hand: CARILLON_WEEKS=52 CARILLON_SEED=7 npm test -- simulate
const weeks = Number(process.env["CARILLON_WEEKS"] ?? 8);
const firstSeed = Number(process.env["CARILLON_SEED"] ?? 1);

let scratch: Scratch;
afterEach(() => scratch.remove());

/** Weeks of a small school in a folder that is gone with the test. */
async function live(howMany: number, seed: number, groups: number, troubles: readonly TroubleName[]) {
  scratch = await scratchFolder();
  return await simulate({
    folder: scratch.path,
    weeks: howMany,
    seed,
    groups,
    troubles,
    logger: openLogger("silent"),
    tell: () => undefined,
  });
}

it("the same seed lives the same weeks twice, whatever goes wrong in them", { timeout: 600_000 }, async () => {
  const once = await live(2, 8, 3, troubleNames);
  await scratch.remove();
  const again = await live(2, 8, 3, troubleNames);
  const met = once.weeks.flatMap((week) => week.troubles.map((trouble) => trouble.name));
  expect(met).toEqual(expect.arrayContaining(["crash", "database restart", "zoom down", "telegram down"]));
  expect(again.journal).toEqual(once.journal);
});

it("a year that somebody ends stops where it stands, and tells of the weeks that were lived", async () => {
  scratch = await scratchFolder();
  const ending = new AbortController();
  const under: string[] = [];
  const year = await simulate({
    folder: scratch.path,
    weeks: 2,
    seed: 1,
    groups: 2,
    troubles: [],
    logger: openLogger("silent"),
    signal: ending.signal,
    under: ({ week, hour }) => {
      under.push(`${week} ${hour}`);
      if (hour === "evening") ending.abort();
    },
    tell: () => undefined,
  });
  expect(under).toEqual(["1 sunday", "1 morning", "1 evening"]);
  expect(year).toMatchObject({ isCutShort: true, weeks: [], crashes: 0 });
  expect(year.sessions).toBeGreaterThan(0);
}, 300_000);

it.each([firstSeed, firstSeed + 1])(
  "weeks with every kind of trouble keep every promise (seed %i)",
  async (seed) => {
    const year = await live(weeks, seed, 6, troubleNames);
    expect(year.weeks.flatMap((week) => week.broken.map((one) => ({ week: week.week, ...one })))).toEqual([]);
    expect(year.weeks).toHaveLength(weeks);
    expect(year.meetings).toBeGreaterThan(0);
    expect(year.rankings).toBeGreaterThan(0);
    // So many weeks meet every trouble, each with an effect.
    const unmet = troubleNames.filter((name) => year.effects[name] === 0);
    expect(weeks < 8 ? [] : unmet).toEqual([]);
  },
  weeks * 120_000,
);
