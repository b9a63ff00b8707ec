import { z } from "zod";

import { operators, readers, route } from "#http/route.ts";

const bilingual = z.object({ fr: z.string(), en: z.string() });
/** An instant, ISO 8601 in UTC. */
const instant = z.string();
const failure = z.object({
  code: z.string(),
  what: bilingual,
  remedy: bilingual,
  place: z.string().optional(),
});
const run = z.object({
  id: z.string(),
  number: z.number(),
  scenario: z.string(),
  cause: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  outcome: z.string().nullable(),
  figures: z.record(z.string(), z.number()),
  failure: failure.nullable(),
});

/** Scenarios, their runs, and what the runs wrote. */
export const scenariosContract = {
  list: route
    .route({ method: "GET", path: "/scenarios" })
    .meta({ access: readers })
    .output(
      z.array(
        z.object({
          name: z.string(),
          title: bilingual,
          icon: z.string(),
          colour: z.string(),
          enabled: z.boolean(),
          cron: z.string().nullable(),
          after: z.string().nullable(),
          lastRun: run.nullable(),
        }),
      ),
    ),
  run: route
    .route({ method: "POST", path: "/scenarios/{name}/runs" })
    .meta({ access: operators })
    .input(z.object({ name: z.string() }))
    .output(z.object({ id: z.string() })),
  runs: route
    .route({ method: "GET", path: "/runs" })
    .meta({ access: readers })
    .input(z.object({ scenario: z.string().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }))
    .output(z.array(run)),
  log: route
    .route({ method: "GET", path: "/runs/{id}/log" })
    .meta({ access: readers })
    .input(z.object({ id: z.string(), limit: z.coerce.number().int().min(1).max(5_000).default(1_000) }))
    .output(
      z.array(
        z.object({
          at: instant,
          level: z.string(),
          message: bilingual,
          place: z.string().nullable(),
          remedy: bilingual.nullable(),
        }),
      ),
    ),
};
