import { expect, it } from "vitest";

import { SimulatedClock } from "#jobs/simulated-clock.ts";

import { lookAround, type Steady } from "./steady-time.ts";

const start = Temporal.Instant.from("2026-03-02T08:00:00Z");

/** A school in which one request hangs, and whoever waits for it looks every two seconds whether it has ended. */
function schoolThatHangs() {
  const clock = new SimulatedClock(start);
  const hanging = new AbortController();
  async function lookAgain(): Promise<void> {
    while (!hanging.signal.aborted) await clock.sleep(2_000);
  }
  const school: Steady = {
    clock,
    engine: {
      busy: () => (hanging.signal.aborted ? 0 : 1),
      pending: async () => ({ open: 0, ready: 0, nextAt: undefined }),
    },
    services: {
      held: () => 0,
      release: () => false,
      cut: () => {
        const wasHanging = !hanging.signal.aborted;
        hanging.abort();
        return wasHanging;
      },
      isUnheard: () => false,
    },
    nextSlot: async () => undefined,
  };
  void lookAgain();
  return school;
}

it("a request that hangs is cut after twenty seconds, though somebody looks again and again whether it has ended", async () => {
  const school = schoolThatHangs();
  await lookAround(school);
  const passed = start.until(school.clock.now()).total("seconds");
  expect(passed).toBeGreaterThanOrEqual(20);
  expect(passed).toBeLessThan(30);
});
