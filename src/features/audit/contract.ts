import { z } from "zod";

import { operators, route } from "#http/route.ts";

const snapshot = z.record(z.string(), z.unknown()).nullable();

/** What people changed: who, when, what, before and after. */
export const auditContract = {
  list: route
    .route({ method: "GET", path: "/audit" })
    .meta({ access: operators })
    .input(
      z.object({
        /** As the lines name them: `user:…`, `cli`. */
        by: z.string().max(200).optional(),
        /** The first part of what was done: `message`, `setting`. */
        area: z
          .string()
          .regex(/^[a-z-]{1,40}$/)
          .optional(),
        /** A part of what was changed or of its name. */
        words: z.string().trim().max(100).optional(),
        /** First and last day in the school's zone (`YYYY-MM-DD`), both included. */
        from: z.iso.date().optional(),
        until: z.iso.date().optional(),
        /** Only lines older than the one with this id. */
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
    )
    .output(
      z.object({
        lines: z.array(
          z.object({
            id: z.number(),
            /** ISO 8601, UTC. */
            at: z.string(),
            by: z.string(),
            /** The account's name, where it was one and is still there. */
            byName: z.string().nullable(),
            action: z.string(),
            subject: z.string(),
            /** What people call it, where it is still there. */
            subjectName: z.string().nullable(),
            before: snapshot,
            after: snapshot,
          }),
        ),
        /** Whether there are older ones. */
        more: z.boolean(),
      }),
    ),
  /** Who changed anything so far, and in which areas: for the choices above the list. */
  choices: route
    .route({ method: "GET", path: "/audit/choices" })
    .meta({ access: operators })
    .output(
      z.object({
        people: z.array(z.object({ by: z.string(), name: z.string().nullable() })),
        areas: z.array(z.string()),
      }),
    ),
};
