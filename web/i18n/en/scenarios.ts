import type { Like } from "../like.ts";
import type { scenarios as french } from "../fr/scenarios.ts";

/** Scenarios, their runs and logs. */
export const scenarios: Like<typeof french> = {
  nav: { scenarios: "Scenarios", runs: "Runs" },
  cards: { title: "Scenarios", run: "Run now", asked: "Started.", never: "Never run" },
  runs: {
    title: "Runs",
    none: "Nothing has happened yet.",
    number: "No.",
    scenario: "Scenario",
    cause: "Cause",
    started: "Start",
    outcome: "Outcome",
    log: "Log of run {{number}}",
    open: "See the log",
    emptyLog: "This run wrote nothing.",
    remedy: "What to do: {{text}}",
  },
  outcome: { succeeded: "succeeded", partial: "partial", failed: "failed", skipped: "skipped", open: "running" },
  cause: { schedule: "schedule", chain: "chain", manual: "by hand", "catch-up": "catch-up" },
};
