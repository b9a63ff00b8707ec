import { z } from "zod";

import { invalidFields, refusal, type Reply } from "./reply.ts";
import { isZone } from "./start-time.ts";

const recurrence = z.object({
  type: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  repeat_interval: z.number().int().min(1).optional(),
  weekly_days: z
    .string()
    .regex(/^[1-7](,[1-7])*$/)
    .optional(),
  monthly_day: z.number().int().min(1).max(31).optional(),
  end_times: z.number().int().min(1).max(60).optional(),
  end_date_time: z.iso.datetime().optional(),
});

const fields = z.object({
  topic: z.string().max(200).optional(),
  type: z.union([z.literal(2), z.literal(8)]).optional(),
  agenda: z.string().max(2_000).optional(),
  start_time: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/)
    .optional(),
  timezone: z.string().refine(isZone).optional(),
  duration: z.number().int().min(1).max(1_440).optional(),
  password: z.string().max(10).optional(),
  schedule_for: z.string().optional(),
  tracking_fields: z.array(z.unknown()).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  recurrence: recurrence.optional(),
});

/** What a creation or a change may carry; Zoom ignores fields that it does not know. */
export type MeetingFields = z.output<typeof fields>;

/**
 * Reads the body of a creation or a change, or says with Zoom's code 300 which fields are wrong.
 * The simulator plans types 2 and 8 only and refuses the others.
 */
export function readMeetingBody(text: string): { readonly fields: MeetingFields } | Reply {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refusal(400, 300, "Request Body should be a valid JSON object.");
  }
  const read = fields.safeParse(body);
  if (!read.success) {
    return invalidFields(
      ...read.error.issues.map((issue) => ({ field: issue.path.join("."), message: "Invalid field." })),
    );
  }
  if (read.data.type === 8 && read.data.recurrence === undefined) {
    return invalidFields({ field: "recurrence", message: "Invalid field." });
  }
  return { fields: read.data };
}
