import { z } from "zod";

import { storable } from "#lib/storable.ts";

/** An exact moment: Zoom writes UTC with a final Z in its answers. */
const moment = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: "custom", message: "not an exact moment" });
    return z.NEVER;
  }
});

/** Zoom's int64 ids: numbers in REST; text when they do not fit a JavaScript number (see `readJson`). */
const int64 = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);

/** The token endpoint's answer. */
export const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  scope: z.string().optional(),
});

/** What Zoom says when it refuses. */
export const refusalAnswer = z.object({
  code: z.coerce.number().int(),
  message: z.string().default(""),
  errors: z.array(z.object({ field: z.string().default(""), message: z.string().default("") })).optional(),
});

/** What the token endpoint says when it refuses. */
export const tokenRefusal = z.object({ error: z.string(), reason: z.string().default("") });

/** The part that every page of a list has. */
const pageAnswer = z.object({ next_page_token: z.string().default("") });

/** A page of `GET /users`. */
export const usersPage = pageAnswer.extend({
  users: z.array(z.object({ id: z.string().optional(), email: z.string(), type: z.number() })).default([]),
});

/** A page of `GET /users/{userId}/meetings`. Rows without an exact start (no fixed time, instant) are allowed. */
export const meetingsPage = pageAnswer.extend({
  meetings: z
    .array(
      z.object({
        id: int64,
        topic: z.string().default(""),
        agenda: z.string().optional(),
        start_time: moment.optional().catch(undefined),
        duration: z.number().default(0),
        join_url: z.string().default(""),
      }),
    )
    .default([]),
});

/** One meeting, as created or read. Only these fields: `start_url` is a login and never gets in. */
export const oneMeeting = z
  .object({
    id: int64,
    topic: z.string().default(""),
    agenda: z.string().optional(),
    /** Absent in some answers about a recurring meeting: then its first date to come says it. */
    start_time: moment.optional().catch(undefined),
    duration: z.number().default(0),
    join_url: z.string().min(1),
    /** Absent when the account has passcodes switched off. */
    password: z.string().default(""),
    /** Dates to come of a recurring meeting. */
    occurrences: z
      .array(
        z.object({
          occurrence_id: z.coerce.string(),
          start_time: moment,
          duration: z.number().default(0),
          status: z.string().default("available"),
        }),
      )
      .default([]),
  })
  .refine((meeting) => meeting.start_time !== undefined || meeting.occurrences.length > 0, {
    path: ["start_time"],
    message: "neither an exact start nor a date to come",
  });

/** `GET /past_meetings/{meetingId}/instances`. */
export const instancesAnswer = z.object({
  meetings: z.array(z.object({ uuid: z.string().min(1), start_time: moment })).default([]),
});

/** A page of `GET /past_meetings/{uuid}/participants` or of `GET /report/meetings/{uuid}/participants`. */
export const participantsPage = pageAnswer.extend({
  participants: z
    .array(
      z.object({
        user_id: z.coerce.string().default(""),
        name: z.string().default(""),
        user_email: z.string().default(""),
        registrant_id: z.string().default(""),
        join_time: moment,
        leave_time: moment.optional().catch(undefined),
        /** Seconds; 0 while Zoom has not counted yet. */
        duration: z.number().default(0),
        status: z.string().optional(),
      }),
    )
    .default([]),
});

/** For answers without a body (204): a stray page is no success. */
export const nothing = z.null().transform(() => undefined);

/**
 * Reads JSON as Zoom writes it: integers beyond 2^53 stay exact, as text, `start_url` is dropped on the way in, and of what
 * people call themselves stays what can be kept.
 * `undefined` when the text is not JSON; an empty text is `null`.
 */
export function readJson(text: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text, revive);
  } catch {
    return undefined;
  }
}

function revive(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (key === "start_url") return undefined;
  if (typeof value === "string") return storable(value);
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return context?.source ?? value;
  }
  return value;
}
