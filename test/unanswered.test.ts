import { expect, it } from "vitest";

import { openWorld } from "./world.ts";

it("an hour whose claim died with its process is taken up at the next start, once", async () => {
  const world = await openWorld({ start: "2026-01-13T07:00:00Z" });
  try {
    await world.app.close();
    await world.clock.jumpTo(Temporal.Instant.from("2026-01-13T08:05:00Z"));
    // The queue's clerk had noted that it looked, and was killed before it put the job in.
    await world.database.pool.query("update jobs.version set cron_on = $1", ["2026-01-13T08:04:59Z"]);
    await world.restart();
    await world.pass("2026-01-13T08:20:00Z");
    expect(await world.runs()).toEqual(["send_daily_messages schedule succeeded"]);
    await world.restart();
    await world.pass("2026-01-13T08:40:00Z");
    expect(await world.runs()).toEqual(["send_daily_messages schedule succeeded"]);
  } finally {
    await world.close();
  }
});
