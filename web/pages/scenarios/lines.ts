import type { InferContractRouterOutputs } from "@orpc/contract";

import type { scenariosContract } from "../../../src/features/scenarios/contract.ts";

type Answers = InferContractRouterOutputs<typeof scenariosContract>;

/** A scenario as the list tells it. */
export type ListedScenario = Answers["list"][number];
/** A scenario that the school wrote. */
export type CustomScenario = Answers["custom"];
/** What a scenario would do. */
export type Tried = Answers["preview"];
/** A run as the list tells it. */
export type ListedRun = Answers["runs"][number];
/** A line that a run wrote. */
export type LogLine = Answers["log"][number];
