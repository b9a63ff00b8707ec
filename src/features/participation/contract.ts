import { z } from "zod";

import { operators, readers, route, teachers } from "#http/route.ts";

/** An instant, ISO 8601 in UTC. */
const instant = z.string();
const id = z.string().min(1).max(100);
/** A day, `YYYY-MM-DD`, in the school's zone. */
const day = z.iso.date();
const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

const sheetLine = z.object({
  sessionId: z.string(),
  studentId: z.string(),
  student: z.string(),
  groupTitle: z.string(),
  courseTitle: z.string(),
  coach: z.string(),
  startsAt: instant,
  present: z.boolean(),
  minutes: z.number(),
  /** Part of the session's length, 0 to 1. */
  share: z.number(),
  lateBy: z.number(),
  late: z.boolean(),
  leftEarlyBy: z.number(),
  leftEarly: z.boolean(),
  correctedBy: z.string().nullable(),
  correctionReason: z.string().nullable(),
});

const question = z.object({
  id: z.number(),
  groupId: z.string(),
  groupTitle: z.string(),
  /** `name`: the answer is remembered; `session`: it holds for one session. */
  scope: z.enum(["name", "session"]),
  zoomName: z.string(),
  email: z.string().nullable(),
  reason: z.enum(["ambiguous", "proposed", "nameless", "unknown"]),
  proposals: z.array(
    z.object({
      studentId: z.string(),
      name: z.string(),
      likeness: z.number(),
      /** What tells this student from another of the same name that is proposed; empty where no other is. */
      knownBy: z.array(
        z.object({ kind: z.enum(["telegram", "zoom name", "e-mail", "registrant"]), value: z.string() }),
      ),
    }),
  ),
  firstAt: instant,
  lastAt: instant,
});

const decision = z.object({
  id: z.number(),
  at: instant,
  by: z.string(),
  kind: z.enum(["answer", "dismiss", "assign", "learn", "merge", "split"]),
  studentId: z.string().nullable(),
  student: z.string().nullable(),
  /** The name in Zoom that it was about, of an answer. */
  zoomName: z.string().nullable(),
  undoneAt: instant.nullable(),
});

const correction = z.object({
  id: z.number(),
  sessionId: z.string(),
  present: z.boolean(),
  minutes: z.number().nullable(),
  reason: z.string(),
  by: z.string(),
  at: instant,
  undoneAt: instant.nullable(),
});

const coachSession = z.object({
  id: z.string(),
  courseTitle: z.string(),
  groupTitle: z.string().nullable(),
  startsAt: instant,
  endsAt: instant,
  status: z.enum(["scheduled", "moved", "cancelled"]),
  /** Where to join; absent while the room is not open yet. */
  joinUrl: z.string().nullable(),
  passcode: z.string().nullable(),
  /** Whether its participants were read: then its attendance can be looked at. */
  isRead: z.boolean(),
});

/** Who was there: attendance, names in Zoom, and what a coach sees of their own courses. */
export const participationContract = {
  questions: route
    .route({ method: "GET", path: "/identities" })
    .meta({ access: readers })
    .output(z.object({ questions: z.array(question), decisions: z.array(decision) })),
  answer: route
    .route({ method: "POST", path: "/identities/{id}/answer" })
    .meta({ access: operators })
    .input(
      z.object({
        id: number,
        answer: z.discriminatedUnion("kind", [
          z.object({ kind: z.literal("student"), studentId: id }),
          z.object({ kind: z.literal("new student"), name: z.string().trim().min(1).max(100) }),
          z.object({ kind: z.literal("nobody") }),
        ]),
        /** Which of several stays at the same time, from 1. */
        stay: z.number().int().min(1).max(100).optional(),
      }),
    )
    .output(z.object({ decisionId: z.number(), stays: z.number() })),
  undoDecision: route
    .route({ method: "POST", path: "/identities/decisions/{id}/undo" })
    .meta({ access: operators })
    .input(z.object({ id: number }))
    .output(z.object({})),

  attendance: route
    .route({ method: "GET", path: "/attendance" })
    .meta({ access: readers })
    .input(
      z.object({
        groupId: id.optional(),
        coachId: id.optional(),
        studentId: id.optional(),
        sessionId: id.optional(),
        from: day.optional(),
        /** The last day, included. */
        to: day.optional(),
        absent: z.enum(["only"]).optional(),
      }),
    )
    .output(z.object({ lines: z.array(sheetLine), isCut: z.boolean() })),
  correct: route
    .route({ method: "POST", path: "/attendance/corrections" })
    .meta({ access: operators })
    .input(
      z.object({
        sessionId: id,
        studentId: id,
        present: z.boolean(),
        minutes: z.number().int().min(1).max(1_440).optional(),
        reason: z.string().max(300),
      }),
    )
    .output(z.object({ id: z.number() })),
  undoCorrection: route
    .route({ method: "POST", path: "/attendance/corrections/{id}/undo" })
    .meta({ access: operators })
    .input(z.object({ id: number }))
    .output(z.object({})),
  /** What people decided about one student. */
  studentHistory: route
    .route({ method: "GET", path: "/students/{id}/history" })
    .meta({ access: readers })
    .input(z.object({ id }))
    .output(z.object({ decisions: z.array(decision), corrections: z.array(correction) })),
  /** Week by week, of a group or of the school. */
  trend: route
    .route({ method: "GET", path: "/attendance/trend" })
    .meta({ access: readers })
    .input(z.object({ groupId: id.optional(), weeks: z.coerce.number().int().min(1).max(52).default(12) }))
    .output(
      z.array(
        z.object({
          /** The Monday, `YYYY-MM-DD`. */
          week: z.string(),
          sessions: z.number(),
          expected: z.number(),
          present: z.number(),
          messages: z.number(),
        }),
      ),
    ),

  /** The sessions of the coach who asks: a login is a coach's by its e-mail. */
  coachSessions: route
    .route({ method: "GET", path: "/coach/sessions" })
    .meta({ access: teachers })
    .input(z.object({ from: day.optional(), to: day.optional() }))
    .output(z.object({ coach: z.string().nullable(), sessions: z.array(coachSession) })),
  coachAttendance: route
    .route({ method: "GET", path: "/coach/sessions/{id}/attendance" })
    .meta({ access: teachers })
    .input(z.object({ id }))
    .output(z.array(sheetLine)),
};
