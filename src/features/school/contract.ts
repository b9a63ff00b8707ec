import { eventIterator } from "@orpc/contract";
import { z } from "zod";

import { anyRole, readers, route } from "#http/route.ts";

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
  /** What Carillon needs, each with its remedy; services are asked at most twice a minute. */
  health: route
    .route({ method: "GET", path: "/checks" })
    .meta({ access: readers })
    .output(
      z.object({
        checkedAt: z.string(),
        checks: z.array(
          z.object({
            /** `database`, `workbook`, `zoom`, `telegram`, `admin-chat`, `test-chat`, `engine`. */
            name: z.string(),
            title: bilingual,
            state: z.enum(["ok", "warning", "failed"]),
            found: bilingual,
            remedy: bilingual.optional(),
          }),
        ),
        /** Scenarios whose last run did not succeed. */
        runs: z.array(
          z.object({
            id: z.string(),
            number: z.number(),
            title: bilingual,
            outcome: z.string(),
            endedAt: z.string(),
            what: bilingual.nullable(),
            remedy: bilingual.nullable(),
          }),
        ),
        messages: z.object({ failed: z.number(), uncertain: z.number(), held: z.number() }),
      }),
    ),
  /** Server-sent events: what changed, as it changes; no data, since each may see other data. */
  events: route
    .route({ method: "GET", path: "/events" })
    .meta({ access: anyRole })
    .output(eventIterator(z.object({ topics: z.array(z.enum(topics)) }))),
};
