import { createHash, createHmac, timingSafeEqual } from "node:crypto";

import { z } from "zod";

import type { ReadWebhook, Webhook, ZoomTold } from "#features/meetings/ports.ts";
import { instantOf, type Instant } from "#lib/clock.ts";
import type { Secret } from "#lib/secrets.ts";
import { readJson } from "./schemas.ts";

/** A signature older, or from further ahead, than this is refused, in milliseconds (facts: Zoom, Webhooks). */
const windowMs = 5 * 60_000;

/**
 * What may be validated. A colon is not in it: whoever could have `v0:<time>:<body>` validated would be given a valid
 * signature.
 */
const plainTokens = /^[\w-]{1,128}$/;

const text = z.coerce.string();
const moment = z.iso.datetime({ offset: true }).transform((value) => Temporal.Instant.from(value));
const timed = z.object({ event: z.string(), event_ts: z.number().optional() });
const validation = z.object({ payload: z.object({ plainToken: z.string().regex(plainTokens) }) });
const held = z.object({
  payload: z.object({
    object: z.object({
      id: text,
      uuid: z.string().min(1),
      start_time: moment.optional().catch(undefined),
      end_time: moment.optional().catch(undefined),
      participant: z
        .object({
          user_id: text,
          user_name: z.string().default(""),
          email: z.string().default(""),
          join_time: moment.optional().catch(undefined),
          leave_time: moment.optional().catch(undefined),
        })
        .optional(),
    }),
  }),
});
const changed = z.object({
  payload: z.object({
    object: z.object({
      id: text,
      topic: z.string().optional(),
      start_time: moment.optional().catch(undefined),
      duration: z.number().optional(),
    }),
  }),
});

const heldKinds = {
  "meeting.started": "started",
  "meeting.ended": "ended",
  "meeting.participant_joined": "joined",
  "meeting.participant_left": "left",
} as const;

/** Reads Zoom's webhooks, signed with the app's secret token over the raw body. */
export function webhookReader(secret: Secret): ReadWebhook {
  const hmac = (message: string) => createHmac("sha256", secret.reveal()).update(message).digest("hex");

  return ({ rawBody, signature, timestamp, now }): Webhook => {
    if (signature === undefined || timestamp === undefined) return { kind: "refused", why: "unsigned" };
    if (!isTimely(timestamp, now)) return { kind: "refused", why: "late" };
    const expected = Buffer.from(`v0=${hmac(`v0:${timestamp}:${rawBody}`)}`);
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return { kind: "refused", why: "forged" };

    const body = readJson(rawBody);
    const read = timed.safeParse(body);
    if (!read.success) return { kind: "other" };
    if (read.data.event === "endpoint.url_validation") {
      const asked = validation.safeParse(body);
      if (!asked.success) return { kind: "other" };
      const { plainToken } = asked.data.payload;
      return { kind: "validation", answer: { plainToken, encryptedToken: hmac(plainToken) } };
    }
    const at = read.data.event_ts === undefined ? now : instantOf(Math.trunc(read.data.event_ts));
    const told = toldBy(read.data.event, body, rawBody, at);
    return told === undefined ? { kind: "other" } : { kind: "told", told };
  };
}

/** Zoom's header is in seconds; some senders write milliseconds. */
function isTimely(timestamp: string, now: Instant): boolean {
  if (!/^\d{9,14}$/.test(timestamp)) return false;
  const written = Number(timestamp);
  const ms = timestamp.length > 11 ? written : written * 1_000;
  return Math.abs(now.epochMilliseconds - ms) <= windowMs;
}

function toldBy(event: string, body: unknown, rawBody: string, at: Instant): ZoomTold | undefined {
  if (event in heldKinds) return heldBy(heldKinds[event as keyof typeof heldKinds], body, rawBody, at);
  if (event !== "meeting.updated" && event !== "meeting.deleted") return undefined;
  const read = changed.safeParse(body);
  if (!read.success) return undefined;
  const { id: zoomId, topic, start_time: startsAt, duration } = read.data.payload.object;
  if (event === "meeting.deleted") return { kind: "deleted", zoomId, at };
  return {
    kind: "updated",
    zoomId,
    at,
    ...(topic === undefined ? {} : { topic }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(duration === undefined ? {} : { durationMinutes: duration }),
  };
}

function heldBy(
  kind: (typeof heldKinds)[keyof typeof heldKinds],
  body: unknown,
  rawBody: string,
  sentAt: Instant,
): ZoomTold | undefined {
  const read = held.safeParse(body);
  if (!read.success) return undefined;
  const { id: zoomId, uuid, participant, ...times } = read.data.payload.object;
  const id = createHash("sha256").update(rawBody).digest("hex");
  if (kind === "started") return { kind, id, zoomId, uuid, at: times.start_time ?? sentAt };
  if (kind === "ended") return { kind, id, zoomId, uuid, at: times.end_time ?? sentAt };
  if (participant === undefined) return undefined;
  const { user_id: userId, user_name: name, email, join_time, leave_time } = participant;
  const at = (kind === "joined" ? join_time : leave_time) ?? sentAt;
  return { kind, id, zoomId, uuid, at, userId, name, ...(email === "" ? {} : { email }) };
}
