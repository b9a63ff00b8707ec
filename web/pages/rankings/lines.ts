import type { InferContractRouterOutputs } from "@orpc/contract";

import type { rankingsContract } from "../../../src/features/rankings/contract.ts";

type Outputs = InferContractRouterOutputs<typeof rankingsContract>;

/** A line of a ranking. */
export type RankingLine = Outputs["standing"]["lines"][number];

/** A ranking as it was published. */
export type PublishedRow = Outputs["published"][number];

/** The points rules of the school, or of a level. */
export type Rules = Outputs["rules"]["base"];

/** What other rules would do. */
export type Preview = Outputs["previewRules"];

/** What a student says is wrong with their points. */
export type Contest = Outputs["contests"][number];

/** What a ranking spans, the shortest first. */
export const periods = ["day", "week", "month", "all"] as const;

/** One of them. */
export type PeriodName = (typeof periods)[number];
