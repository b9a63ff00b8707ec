import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { changeMessages } from "#features/messages/change-messages.ts";
import { holdRankings } from "#features/rankings/hold-rankings.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openWorld, type World } from "./world.ts";

let world: World;
const folder = mkdtempSync(join(tmpdir(), "carillon-held-"));
const by = "cli";

const rankings = async () => {
  const { rows } = await world.database.pool.query(
    "select number::int, state from messages where kind = 'ranking' order by number",
  );
  return rows as readonly { readonly number: number; readonly state: string }[];
};

describe("an evening of rankings that is held", () => {
  beforeAll(async () => {
    const workbook = join(folder, "school.xlsx");
    await writeDemoWorkbook(workbook, { seed: 7 });
    world = await openWorld({
      start: "2026-03-28T23:54:00Z",
      hosts: ["pool-1@x.example", "pool-2@x.example", "pool-3@x.example"],
      settings: { CARILLON_WORKBOOK: workbook },
    });
    await world.pass("2026-03-29T00:05:00Z");
    await world.enrol(3);
    world.cast.scriptChats(world.clock.now(), 1);
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is written at its hour, and waits to be let go", async () => {
    const { db } = world.database;
    const day = "2026-03-29";
    expect(await holdRankings({ db, now: world.clock.now(), by, day, held: true })).toBe(true);
    expect(await holdRankings({ db, now: world.clock.now(), by, day, held: true })).toBe(false);
    await world.pass("2026-03-29T20:10:00Z");
    const held = await rankings();
    expect(held.length).toBeGreaterThan(0);
    expect(new Set(held.map(({ state }) => state))).toEqual(new Set(["held"]));

    const numbers = held.map(({ number }) => number);
    const wish = { db, wake: world.app.wakeSender, by };
    const first = numbers.slice(0, 1);
    const given = await changeMessages({ ...wish, now: world.clock.now(), numbers: first, verb: "cancel" });
    expect(given.done).toEqual(first);
    const gone = await changeMessages({ ...wish, now: world.clock.now(), numbers, verb: "resume" });
    expect(gone.done).toEqual(numbers.slice(1));
    await world.pass("2026-03-29T20:20:00Z");
    const after = await rankings();
    expect(after.map(({ state }) => state)).toEqual(numbers.map((_, index) => (index === 0 ? "cancelled" : "sent")));
  });
});
