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
  /** Who asked for it by hand (`user:…`, `token:…`, `cli`), with their name where it is still known. */
  askedBy: z.object({ by: z.string(), name: z.string().nullable() }).nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
  outcome: z.string().nullable(),
  figures: z.record(z.string(), z.number()),
  failure: failure.nullable(),
});
const name = z.string().min(1).max(100);
const logLevel = z.enum(["info", "warning", "error"]);
const fileFormat = z.enum(["csv", "json"]);
/** Which runs somebody wants. */
const wantedRuns = z.object({
  scenario: z.string().optional(),
  outcome: z.enum(["succeeded", "partial", "failed", "skipped", "open"]).optional(),
  /** Only those that wrote such a line. */
  level: logLevel.optional(),
  day: z.iso.date().optional(),
});
/** How many there are, and the first of them. */
const counted = <T extends z.ZodType>(one: T) => z.object({ total: z.number(), first: z.array(one) });
const permission = z.enum(["read", "write", "send"]);
const code = z.string().max(200_000);
const limits = z.object({
  seconds: z.number(),
  memoryMegabytes: z.number(),
  calls: z.number(),
  messages: z.number(),
  changes: z.number(),
  outputKilobytes: z.number(),
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
          kind: z.enum(["built-in", "custom"]),
          title: bilingual,
          /** When it runs, in words. */
          schedule: bilingual,
          /** The coming five runs. */
          next: z.array(instant),
          icon: z.string(),
          colour: z.string(),
          enabled: z.boolean(),
          cron: z.string().nullable(),
          after: z.string().nullable(),
          /** Of its schedule: given back with a change of it. */
          mark: z.string(),
          lastRun: run.nullable(),
        }),
      ),
    ),
  run: route
    .route({ method: "POST", path: "/scenarios/{name}/runs" })
    .meta({ access: operators })
    .input(z.object({ name: z.string() }))
    .output(z.object({ id: z.string() })),
  /** What one of Carillon's own would do if it ran now, in sentences; nothing is done. */
  foresee: route
    .route({ method: "POST", path: "/scenarios/{name}/foreseen" })
    .meta({ access: operators })
    .input(z.object({ name: z.string() }))
    .output(z.object({ lines: z.array(bilingual) })),
  runs: route
    .route({ method: "GET", path: "/runs" })
    .meta({ access: readers })
    .input(
      wantedRuns.extend({
        /** The run of this number alone. */
        number: z.coerce.number().int().min(1).optional(),
        /** The number of the last run seen: the runs before it. */
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.array(run)),
  /** Runs by day, oldest first: how many, how they ended, how long they took. */
  figures: route
    .route({ method: "GET", path: "/runs/figures" })
    .meta({ access: readers })
    .input(z.object({ scenario: z.string().optional(), days: z.coerce.number().int().min(1).max(366).default(30) }))
    .output(
      z.array(
        z.object({
          day: z.string(),
          runs: z.number(),
          failed: z.number(),
          partial: z.number(),
          /** Seconds, of runs that ended; null when none did. */
          meanSeconds: z.number().nullable(),
          longestSeconds: z.number().nullable(),
        }),
      ),
    ),
  /** What was written, in order, beginning after the line `after`. */
  log: route
    .route({ method: "GET", path: "/runs/{id}/log" })
    .meta({ access: readers })
    .input(
      z.object({
        id: z.string(),
        level: logLevel.optional(),
        after: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
      }),
    )
    .output(
      z.array(
        z.object({
          id: z.number(),
          at: instant,
          level: logLevel,
          message: bilingual,
          place: z.string().nullable(),
          remedy: bilingual.nullable(),
          /** What a technician reads. */
          cause: z.string().nullable(),
        }),
      ),
    ),
  /** What came to be while a run went on: sessions, meetings, messages, rankings. */
  touched: route
    .route({ method: "GET", path: "/runs/{id}/touched" })
    .meta({ access: readers })
    .input(z.object({ id: z.string() }))
    .output(
      z.object({
        /** The first days of new sessions, and of sessions whose meeting changed. */
        sessions: counted(z.string()),
        meetings: counted(z.string()),
        messages: counted(z.object({ number: z.number(), group: z.string().nullable() })),
        rankings: counted(
          z.object({ groupId: z.string().nullable(), title: z.string().nullable(), period: z.string() }),
        ),
      }),
    ),
  /** The runs that match, or the log of one, as a file: comma-separated for a spreadsheet, JSON for a program. */
  exportRuns: route
    .route({ method: "GET", path: "/runs/file" })
    .meta({ access: readers })
    .input(wantedRuns.extend({ format: fileFormat, language: z.enum(["fr", "en"]).default("fr") }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
  exportLog: route
    .route({ method: "GET", path: "/runs/{id}/file" })
    .meta({ access: readers })
    .input(z.object({ id: z.string(), format: fileFormat, language: z.enum(["fr", "en"]).default("fr") }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
  /** What a run made for people to fetch. */
  files: route
    .route({ method: "GET", path: "/runs/{id}/files" })
    .meta({ access: readers })
    .input(z.object({ id: z.string() }))
    .output(z.array(z.object({ fileName: z.string(), address: z.string() }))),
  edit: route
    .route({ method: "POST", path: "/scenarios/{name}" })
    .meta({ access: operators })
    .input(
      z.object({
        name,
        enabled: z.boolean().optional(),
        cron: z.string().max(100).nullable().optional(),
        after: name.nullable().optional(),
        /** The mark of the schedule that the person began with. */
        seen: z.string().optional(),
      }),
    )
    .output(z.object({ enabled: z.boolean(), mark: z.string() })),
  /** When a schedule that is being written would run; refused at its field when it is none. */
  when: route
    .route({ method: "GET", path: "/schedules" })
    .meta({ access: readers })
    .input(z.object({ cron: z.string().max(100) }))
    .output(z.object({ words: bilingual, next: z.array(instant) })),
  /** A scenario that the school wrote: its code, what it may do and use, every version. */
  custom: route
    .route({ method: "GET", path: "/scenarios/{name}/code" })
    .meta({ access: readers })
    .input(z.object({ name }))
    .output(
      z.object({
        version: z.number(),
        code: z.string(),
        /** Of the code: given back with a change of it. */
        mark: z.string(),
        permissions: z.array(permission),
        limits,
        /** Least and most of each limit. */
        bounds: z.record(limits.keyof(), z.object({ least: z.number(), most: z.number() })),
        /** Of the limits: given back with a change of them. */
        limitsMark: z.string(),
        versions: z.array(
          z.object({ version: z.number(), savedAt: instant, savedBy: z.string(), note: z.string().nullable() }),
        ),
      }),
    ),
  /**
   * Saves the next version; code that is not Python is refused with its line. A new name makes a new scenario, and with
   * `mustBeNew` nothing else.
   */
  save: route
    .route({ method: "POST", path: "/scenarios/{name}/code" })
    .meta({ access: operators })
    .input(
      z.object({
        name,
        code,
        title: z.string().trim().max(100).optional(),
        note: z.string().trim().max(300).optional(),
        /** The mark of the code that the person began with: another one since then is refused, with the difference. */
        seen: z.string().optional(),
        mustBeNew: z.boolean().optional(),
      }),
    )
    .output(z.object({ version: z.number(), mark: z.string(), isNew: z.boolean(), changed: z.boolean() })),
  /** An earlier code, and how the one in force differs from it. */
  version: route
    .route({ method: "GET", path: "/scenarios/{name}/versions/{version}" })
    .meta({ access: readers })
    .input(z.object({ name, version: z.coerce.number().int().min(1).max(999_999) }))
    .output(
      z.object({
        code: z.string(),
        difference: z.array(z.object({ sign: z.enum(["-", "+", " "]), text: z.string() })),
      }),
    ),
  /** Every change and message of a run now, none of them done. */
  preview: route
    .route({ method: "POST", path: "/scenarios/{name}/previews" })
    .meta({ access: operators })
    .input(z.object({ name, code: code.optional() }))
    .output(
      z.object({
        message: z.string(),
        failure: failure.nullable(),
        effects: z.array(bilingual),
        log: z.array(z.object({ level: z.string(), text: z.string() })),
        missing: z.array(permission),
        rowsRead: z.number(),
        unsaved: z.number(),
      }),
    ),
  /** Grants exactly these permissions, sets some limits. */
  grant: route
    .route({ method: "POST", path: "/scenarios/{name}/rights" })
    .meta({ access: operators })
    .input(
      z.object({
        name,
        permissions: z.array(permission).max(3).optional(),
        limits: limits.partial().optional(),
        /** The mark of the limits that the person began with. */
        seen: z.string().optional(),
      }),
    )
    .output(z.object({ permissions: z.array(permission), limits, limitsMark: z.string() })),
  /** Asks that its run under way be ended. */
  cancel: route
    .route({ method: "POST", path: "/scenarios/{name}/cancellations" })
    .meta({ access: operators })
    .input(z.object({ name }))
    .output(z.object({ ended: z.number() })),
  remove: route
    .route({ method: "DELETE", path: "/scenarios/{name}" })
    .meta({ access: operators })
    .input(z.object({ name }))
    .output(z.object({ ended: z.number() })),
  /** Puts a scenario back that was removed, as it was. */
  restore: route
    .route({ method: "POST", path: "/scenarios/{name}/return" })
    .meta({ access: operators })
    .input(z.object({ name }))
    .output(z.object({})),
};
