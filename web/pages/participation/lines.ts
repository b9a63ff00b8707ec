import type { InferContractRouterOutputs } from "@orpc/contract";

import type { participationContract } from "../../../src/features/participation/contract.ts";

type Outputs = InferContractRouterOutputs<typeof participationContract>;

/** A name in Zoom of whom a person must say who it is. */
export type Question = Outputs["questions"]["questions"][number];

/** What somebody decided about an identity. */
export type Decision = Outputs["questions"]["decisions"][number];

/** One student in one session. */
export type SheetLine = Outputs["attendance"]["lines"][number];
