import type { InferContractRouterOutputs } from "@orpc/contract";

import type { rosterContract } from "../../../src/features/roster/contract.ts";

type Outputs = InferContractRouterOutputs<typeof rosterContract>;

/** A group as the list tells it. */
export type GroupRow = Outputs["groups"][number];

/** A student as the list tells them. */
export type StudentRow = Outputs["students"]["students"][number];

/** A student as their own page tells them. */
export type OneStudent = Outputs["student"];

/** How a group can be, the worst first. */
export const healths = ["lost", "hampered", "well", "off"] as const;
