import { z } from "zod";

import { operators, readers, route } from "#http/route.ts";

const bilingual = z.object({ fr: z.string(), en: z.string() });
/** An instant, ISO 8601 in UTC. */
const instant = z.string();
const id = z.string().min(1).max(100);
const day = z.iso.date();
const reason = z.string().trim().max(300).optional();
const coach = z.string().trim().min(1).max(100);
const minutes = z.number().int().min(5).max(720).optional();
/** A local time in the school's zone. */
const localMoment = z.iso.datetime({ local: true, precision: -1 }).regex(/\d$/);

/** Where a message stands. */
const messageState = z.enum(["planned", "sending", "sent", "failed", "uncertain", "held", "cancelled", "expired"]);

const told = z.object({ what: bilingual, remedy: bilingual });

const session = z.object({
  id: z.string(),
  courseId: z.string(),
  course: z.string(),
  level: z.string().nullable(),
  coach: z.string(),
  usualCoach: z.string().nullable(),
  groupId: z.string().nullable(),
  group: z.string().nullable(),
  startsAt: instant,
  endsAt: instant,
  movedFrom: instant.nullable(),
  status: z.enum(["scheduled", "moved", "cancelled"]),
  reason: bilingual.nullable(),
  /** No line of the timetable holds it. */
  isExtra: z.boolean(),
  meeting: z
    .object({
      state: z.enum(["creating", "open", "updating", "deleting", "deleted", "failed", "given", "declined"]),
      host: z.string(),
      joinUrl: z.string().nullable(),
      /** Somebody changed it on Zoom's own pages, to what is told here, and it waits for a choice. */
      byHand: z
        .object({ kind: z.enum(["changed", "deleted"]), startsAt: instant.nullable(), minutes: z.number().nullable() })
        .nullable(),
      failure: told.nullable(),
    })
    .nullable(),
  /** The reminder to its group. */
  message: z
    .object({
      number: z.number(),
      state: messageState,
      dueAt: instant,
      reworded: z.boolean(),
    })
    .nullable(),
  /** The mark of what a person sees of this line. */
  version: z.string(),
  /** Who said that it is right, unless it changed since. */
  approvedBy: z.string().nullable(),
});

const difference = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("new"), id: z.string() }),
  z.object({
    kind: z.literal("changed"),
    id: z.string(),
    fields: z.array(z.enum(["time", "coach", "group", "length"])),
    before: z.object({ startsAt: instant, coach: z.string(), group: z.string().nullable() }),
  }),
  /** Held last week, and not this week. */
  z.object({ kind: z.literal("gone"), id: z.string(), course: z.string(), coach: z.string(), startsAt: instant }),
]);

/** What is other than in the week before. */
export type Difference = z.infer<typeof difference>;

const conflict = z.object({
  kind: z.enum(["coach", "group", "no link", "no group", "by hand", "meeting", "message"]),
  /** The first of them. */
  sessionIds: z.array(z.string()),
  count: z.number(),
  failure: told.nullable(),
});

const decision = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("cancelled") }),
  z.object({ kind: z.literal("kept") }),
  z.object({ kind: z.literal("moved"), startsAt: localMoment, minutes }),
  z.object({ kind: z.literal("substitute"), coach, email: z.email().optional() }),
]);

/** What a decision did; its numbers take it back. Of an extra session, the number takes the whole session off. */
const decided = z.object({
  kept: z.array(z.object({ number: z.number(), sessionId: z.string(), course: z.string(), startsAt: instant })),
  /** What happens twice at once because of it. */
  warnings: z.array(bilingual),
  /** Coming sessions that changed. */
  sessions: z.number(),
});

/** The coming days: what will happen, and what people decide about it. */
export const sessionsContract = {
  /** The sessions of some days of the school's zone, and what is known of each. */
  week: route
    .route({ method: "GET", path: "/week" })
    .meta({ access: readers })
    .input(z.object({ from: day.optional(), days: z.coerce.number().int().min(1).max(7).default(7) }))
    .output(
      z.object({
        from: day,
        until: day,
        /** The server's own time: what has begun is judged by it. */
        now: instant,
        sessions: z.array(session),
      }),
    ),
  /** What is to be known of the week besides its sessions. */
  outlook: route
    .route({ method: "GET", path: "/week/outlook" })
    .meta({ access: readers })
    .input(z.object({ from: day.optional() }))
    .output(
      z.object({
        /** The first hundred of them. */
        conflicts: z.array(conflict),
        conflictCount: z.number(),
        /** Everything in the outbox of these days but the reminders. */
        messages: z.array(
          z.object({
            number: z.number(),
            kind: z.string(),
            state: messageState,
            dueAt: instant,
            group: z.string().nullable(),
            text: z.string(),
          }),
        ),
        /** When rankings are published, and of how many groups that have a session before. */
        rankings: z.array(
          z.object({
            at: instant,
            day,
            groups: z.number(),
            /** Somebody wants to look at them before they leave. */
            held: z.boolean(),
          }),
        ),
      }),
    ),
  /** What is other than in the week before: the first thousand, and how many there are. */
  differences: route
    .route({ method: "GET", path: "/week/differences" })
    .meta({ access: readers })
    .input(z.object({ from: day.optional() }))
    .output(z.object({ rows: z.array(difference), count: z.number() })),
  /** Says that lines are right, or takes that back. A line that changed since it was looked at is left out. */
  approve: route
    .route({ method: "POST", path: "/week/approvals" })
    .meta({ access: operators })
    .input(
      z.object({
        lines: z
          .array(z.object({ id, version: z.string().max(100) }))
          .min(1)
          .max(10_000),
        approved: z.boolean().default(true),
      }),
    )
    .output(z.object({ done: z.number(), changed: z.number() })),
  /** A message of the week, to be read and worded. */
  message: route
    .route({ method: "GET", path: "/week/messages/{number}" })
    .meta({ access: readers })
    .input(z.object({ number: z.coerce.number().int().min(1) }))
    .output(z.object({ number: z.number(), state: z.string(), html: z.string(), dueAt: instant, version: z.string() })),
  changeMessage: route
    .route({ method: "POST", path: "/week/messages/{number}" })
    .meta({ access: operators })
    .input(
      z.object({
        number: z.coerce.number().int().min(1),
        change: z.discriminatedUnion("verb", [
          z.object({ verb: z.enum(["hold", "resume", "cancel"]) }),
          z.object({ verb: z.literal("reword"), html: z.string().min(1).max(8_000) }),
        ]),
        /** The mark of the words that the page showed. */
        version: z.string().max(100).optional(),
      }),
    )
    .output(z.object({ state: z.string() })),
  decide: route
    .route({ method: "POST", path: "/sessions/{id}/decisions" })
    .meta({ access: operators })
    .input(z.object({ id, decision, reason, version: z.string().max(100).optional() }))
    .output(decided),
  /** The same for all sessions of a course in some days, also months ahead. */
  decideDays: route
    .route({ method: "POST", path: "/decisions" })
    .meta({ access: operators })
    .input(z.object({ course: z.string().min(1).max(200), from: day, until: day, decision, reason }))
    .output(decided),
  addExtra: route
    .route({ method: "POST", path: "/sessions" })
    .meta({ access: operators })
    .input(
      z.object({
        course: z.string().min(1).max(200),
        startsAt: localMoment,
        minutes,
        coach: coach.optional(),
        reason,
      }),
    )
    .output(decided),
  decisions: route
    .route({ method: "GET", path: "/decisions" })
    .meta({ access: readers })
    .input(z.object({ from: day.optional() }))
    .output(
      z.array(
        z.object({
          number: z.number(),
          kind: z.enum(["cancelled", "moved", "substitute", "kept", "extra"]),
          course: z.string(),
          date: day,
          time: z.string().nullable(),
          timeZone: z.string().nullable(),
          startsAt: instant.nullable(),
          coach: z.string().nullable(),
          reason: z.string().nullable(),
          by: z.string(),
          createdAt: instant,
        }),
      ),
    ),
  /** What is wanted of a session's room: settles a change made on Zoom's own pages, gives a link or takes it back. */
  decideMeeting: route
    .route({ method: "POST", path: "/sessions/{id}/meeting" })
    .meta({ access: operators })
    .input(
      z.object({
        id,
        decision: z.discriminatedUnion("kind", [
          z.object({ kind: z.enum(["restore", "accept", "unlink"]) }),
          z.object({
            kind: z.literal("link"),
            url: z.string().trim().min(1).max(2_000),
            passcode: z.string().trim().min(1).max(50).optional(),
            forCourse: z.boolean().default(false),
          }),
        ]),
      }),
    )
    .output(z.object({})),
  takeBack: route
    .route({ method: "DELETE", path: "/decisions/{number}" })
    .meta({ access: operators })
    .input(z.object({ number: z.coerce.number().int().min(1) }))
    .output(z.object({ sessions: z.number() })),
  /** Puts in force again what was taken back. */
  putBack: route
    .route({ method: "POST", path: "/decisions/{number}/return" })
    .meta({ access: operators })
    .input(z.object({ number: z.coerce.number().int().min(1) }))
    .output(z.object({ sessions: z.number() })),
  calendars: route
    .route({ method: "GET", path: "/calendar-addresses" })
    .meta({ access: readers })
    .output(
      z.array(z.object({ kind: z.enum(["coach", "group"]), name: z.string(), by: z.string(), createdAt: instant })),
    ),
  /** The address is told once. */
  changeCalendar: route
    .route({ method: "POST", path: "/calendar-addresses" })
    .meta({ access: operators })
    .input(
      z.object({
        kind: z.enum(["coach", "group"]),
        name: z.string().min(1).max(200),
        change: z.enum(["make", "remove"]),
      }),
    )
    .output(z.object({ name: z.string(), address: z.string().nullable() })),
};
