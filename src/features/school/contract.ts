import { eventIterator } from "@orpc/contract";
import { z } from "zod";

import { anyRole, route } from "#http/route.ts";

import { topics } from "./live-rules.ts";

export type { Topic } from "./live-rules.ts";

const bilingual = z.object({ fr: z.string(), en: z.string() });

/** The school, and what it is about to do. */
export const schoolContract = {
  status: route
    .route({ method: "GET", path: "/status" })
    .meta({ access: anyRole })
    .output(
      z.object({
        school: z.string(),
        language: z.enum(["fr", "en"]),
        timeZone: z.string(),
        mode: z.enum(["live", "test group", "dry"]),
        /** Whether this process runs the schedules. */
        engine: z.boolean(),
        coming: z.array(
          z.object({
            scenario: z.string(),
            title: bilingual,
            schedule: bilingual,
            /** ISO 8601, UTC. */
            at: z.string(),
          }),
        ),
      }),
    ),
  /** Server-sent events: what changed, as it changes; no data, since each may see other data. */
  events: route
    .route({ method: "GET", path: "/events" })
    .meta({ access: anyRole })
    .output(eventIterator(z.object({ topics: z.array(z.enum(topics)) }))),
};
