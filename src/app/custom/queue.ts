import { builtInNames } from "#features/scenarios/rules.ts";

/** The queue of all custom scenarios: one runs at a time, over all processes, so one interpreter is enough. */
export const customQueue = "custom_scenarios";

/** Where a scenario's jobs wait, and under which key its schedule is: each built-in one has a queue of its own. */
export function queueOf(scenario: string): { readonly queue: string; readonly key: string } {
  return (builtInNames as readonly string[]).includes(scenario)
    ? { queue: scenario, key: "" }
    : { queue: customQueue, key: scenario };
}
