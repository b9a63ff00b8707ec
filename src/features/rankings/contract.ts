import { z } from "zod";

import { foundLines, operators, readers, route, someLines } from "#http/route.ts";

const bilingual = z.object({ fr: z.string(), en: z.string() });
/** An instant, ISO 8601 in UTC. */
const instant = z.string();
const id = z.string().min(1).max(100);
/** A day, `YYYY-MM-DD`, in the school's zone. */
const day = z.iso.date();
const period = z.enum(["day", "week", "month", "all"]);
const why = z.string().trim().min(1).max(300);
/** Points by hand: a whole number, negative to take some away. */
const points = z.number().int().min(-10_000).max(10_000);

const line = z.object({
  studentId: z.string(),
  name: z.string(),
  points: z.number(),
  rank: z.number(),
  /** Places gained or lost against the ranking before, `"new"` in it; absent in a first ranking. */
  movement: z.union([z.number(), z.literal("new")]).nullable(),
});

const rules = z.object({
  perMessage: z.number(),
  messagesPerDay: z.number(),
  messageGapSeconds: z.number(),
  perAttendance: z.number(),
  streakLength: z.number(),
  perStreak: z.number(),
});

/** A change of the rules: the school's, or one level's; `drop` takes a level's own rules away. */
const rulesChange = z.object({
  level: z.string().min(1).max(100).optional(),
  change: z.union([rules.partial(), z.literal("drop")]),
});

const scope = { groupId: id.optional(), level: z.string().min(1).max(100).optional() };

/** Points, rankings, badges and contests. */
export const rankingsContract = {
  /** A ranking as it stands now; of a group, of a level, or of the school: some of its lines, and how many there are. */
  standing: route
    .route({ method: "GET", path: "/rankings" })
    .meta({ access: readers })
    .input(someLines(["rank", "name", "points", "movement"]).extend({ ...scope, period: period.default("week") }))
    .output(foundLines(line).extend({ from: instant.nullable(), to: instant })),
  /** Lets the rankings of a day wait in the outbox once they are written, or leave as usual. */
  hold: route
    .route({ method: "POST", path: "/rankings/holds" })
    .meta({ access: operators })
    .input(z.object({ day, held: z.boolean() }))
    .output(z.object({ changed: z.boolean() })),
  levels: route.route({ method: "GET", path: "/levels" }).meta({ access: readers }).output(z.array(z.string())),
  /** Published rankings of groups, the newest first. */
  published: route
    .route({ method: "GET", path: "/rankings/published" })
    .meta({ access: readers })
    .input(
      z.object({
        groupId: id.optional(),
        period: period.optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.array(
        z.object({
          id: z.string(),
          groupId: z.string(),
          groupTitle: z.string(),
          period,
          from: instant,
          to: instant,
          lines: z.number(),
          /** The message that tells it; absent when nothing was announced. */
          message: z
            .object({
              number: z.number(),
              state: z.string(),
              sentAt: instant.nullable(),
              editedAt: instant.nullable(),
              recalledAt: instant.nullable(),
            })
            .nullable(),
        }),
      ),
    ),
  /** One published ranking: its lines as published, its text and its picture as sent. */
  publishedOne: route
    .route({ method: "GET", path: "/rankings/published/{id}" })
    .meta({ access: readers })
    .input(z.object({ id }))
    .output(
      z.object({
        lines: z.array(line),
        /** Telegram HTML. */
        html: z.string().nullable(),
        /** A `data:` address; absent where the text went alone. */
        picture: z.string().nullable(),
      }),
    ),

  studentPoints: route
    .route({ method: "GET", path: "/students/{id}/points" })
    .meta({ access: readers })
    .input(z.object({ id, limit: z.coerce.number().int().min(1).max(1_000).default(200) }))
    .output(
      z.object({
        lines: z.array(
          z.object({
            id: z.number(),
            at: instant,
            points: z.number(),
            why: bilingual,
            groupTitle: z.string(),
            source: z.string(),
            /** Whether a person gave it and it still stands: then it can be taken back. */
            isByHand: z.boolean(),
          }),
        ),
        badges: z.array(
          z.object({
            id: z.number(),
            title: bilingual,
            groupTitle: z.string(),
            note: z.string().nullable(),
            at: instant,
          }),
        ),
      }),
    ),
  givePoints: route
    .route({ method: "POST", path: "/students/{id}/points" })
    .meta({ access: operators })
    .input(z.object({ id, groupId: id, points: points.refine((worth) => worth !== 0), why }))
    .output(z.object({ source: z.string() })),
  revokePoints: route
    .route({ method: "POST", path: "/points/revocations" })
    .meta({ access: operators })
    .input(z.object({ source: z.string().min(1).max(200), why }))
    .output(z.object({ points: z.number() })),
  /** Gives points that were taken back again. */
  giveBackPoints: route
    .route({ method: "POST", path: "/points/returns" })
    .meta({ access: operators })
    .input(z.object({ source: z.string().min(1).max(200) }))
    .output(z.object({ points: z.number() })),
  giveBadge: route
    .route({ method: "POST", path: "/students/{id}/badges" })
    .meta({ access: operators })
    .input(z.object({ id, groupId: id, why }))
    .output(z.object({})),
  chooseListing: route
    .route({ method: "POST", path: "/students/{id}/listing" })
    .meta({ access: operators })
    .input(
      z.object({
        id,
        hidden: z.boolean().optional(),
        pseudonym: z.string().trim().min(1).max(60).nullable().optional(),
        nudges: z.boolean().optional(),
      }),
    )
    .output(z.object({})),

  rules: route
    .route({ method: "GET", path: "/points/rules" })
    .meta({ access: readers })
    .output(
      z.object({
        base: rules,
        /** The mark of the school's rules. */
        mark: z.string(),
        levels: z.array(
          z.object({
            level: z.string(),
            /** What this level says otherwise; empty when nothing. */
            own: rules.partial(),
            rules,
            mark: z.string(),
          }),
        ),
        versions: z.array(
          z.object({ version: z.number(), since: z.string(), by: z.string(), note: z.string(), at: instant }),
        ),
      }),
    ),
  /** What last week would have been under other rules; nothing is kept. */
  previewRules: route
    .route({ method: "POST", path: "/points/rules/preview" })
    .meta({ access: operators })
    .input(rulesChange)
    .output(
      z.object({
        from: instant,
        to: instant,
        changed: z.number(),
        groups: z.array(
          z.object({
            groupId: z.string(),
            title: z.string(),
            before: z.number(),
            after: z.number(),
            lines: z.array(
              z.object({
                studentId: z.string(),
                name: z.string(),
                before: z.number(),
                after: z.number(),
                rankBefore: z.number().nullable(),
                rankAfter: z.number().nullable(),
              }),
            ),
          }),
        ),
      }),
    ),
  setRules: route
    .route({ method: "POST", path: "/points/rules" })
    .meta({ access: operators })
    .input(
      rulesChange.extend({
        /** The first school day; today when absent. */
        since: day.optional(),
        note: why,
        mark: z.string().max(100).optional(),
      }),
    )
    .output(z.object({ version: z.number(), appended: z.number() })),

  contests: route
    .route({ method: "GET", path: "/contests" })
    .meta({ access: readers })
    .input(z.object({ which: z.enum(["open", "all"]).default("open") }))
    .output(
      z.array(
        z.object({
          id: z.number(),
          studentId: z.string(),
          student: z.string(),
          groupTitle: z.string(),
          words: z.string(),
          openedAt: instant,
          state: z.enum(["open", "accepted", "rejected"]),
          /** What the ledger holds for what is contested. */
          evidence: z.array(z.object({ id: z.number(), points: z.number(), why: bilingual })),
          points: z.number().nullable(),
          answer: z.string().nullable(),
          answeredAt: instant.nullable(),
        }),
      ),
    ),
  answerContest: route
    .route({ method: "POST", path: "/contests/{id}/answer" })
    .meta({ access: operators })
    .input(
      z.object({
        id: z.coerce.number().int().min(1).max(1_000_000_000),
        accepted: z.boolean(),
        points,
        answer: why,
      }),
    )
    .output(z.object({})),

  /** Who was neither heard nor seen for 48 hours. */
  silent: route
    .route({ method: "GET", path: "/students/silent" })
    .meta({ access: readers })
    .output(
      z.object({
        /** How many there are; the first of them, by name, are given. */
        count: z.number(),
        students: z.array(
          z.object({
            studentId: z.string(),
            name: z.string(),
            groupTitle: z.string(),
            reach: z.enum(["not started", "not asked", "may be written to"]),
          }),
        ),
      }),
    ),
};
