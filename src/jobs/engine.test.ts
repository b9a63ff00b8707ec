import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openLogger } from "#lib/logger.ts";

import { cloneDatabase, type ClonedDatabase } from "../../test/database.ts";
import { startEngine } from "./engine.ts";
import { SimulatedClock } from "./simulated-clock.ts";

const start = Temporal.Instant.from("2026-01-10T12:00:00Z");
const clock = new SimulatedClock(start);
let database: ClonedDatabase;

describe("a queue on a simulated clock", () => {
  beforeAll(async () => {
    database = await cloneDatabase({ sessionStatements: clock.sessionStatements });
  });
  afterAll(async () => await database.close());

  it("asks one thing at a time of a connection, and each connection reads the clock", async () => {
    const warnings: string[] = [];
    const hear = (warning: Error) => warnings.push(warning.message);
    process.on("warning", hear);
    const engine = await startEngine({
      database,
      queues: ["bell", "gong"],
      logger: openLogger("silent"),
      role: "engine",
      onInterruption: async () => undefined,
      clock: clock.boss,
    });
    const done: string[] = [];
    const later = start.add({ minutes: 5 });
    for (const queue of ["bell", "gong"]) {
      await engine.work(queue, async () => void done.push(queue));
      await engine.send(database.db, queue, {}, { startAfter: later });
    }
    // More at once than one connection answers.
    const asked = await Promise.all([1, 2, 3, 4, 5, 6].map(async () => await engine.pending()));
    expect(asked.map(({ open }) => open)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(asked[0]?.nextAt?.toString()).toBe(later.toString());
    await clock.pass(6 * 60_000);
    await expect.poll(async () => (await engine.pending()).open, { timeout: 60_000 }).toBe(0);
    expect(done.toSorted()).toEqual(["bell", "gong"]);
    await engine.stop(5_000);
    process.off("warning", hear);
    expect(warnings).toEqual([]);
  });
});
