import { instantOf, type Instant } from "#lib/clock.ts";

const afterPerSecondLimit = 2_000;
const longest = 25 * 3_600_000;

/**
 * Milliseconds to wait after a 429 answer.
 *
 * Zoom writes `Retry-After` as seconds or as an ISO date (a proxy as an HTTP date), or leaves it out. Without a
 * usable one: the rest of the UTC day for a daily limit, two seconds for a per-second limit.
 */
export function retryAfterMs(header: string | null, daily: boolean, now: Instant): number {
  const asked = header === null ? undefined : readHeader(header.trim(), now);
  if (asked !== undefined && asked > 0) return Math.min(asked, longest);
  return daily ? untilUtcMidnight(now) : afterPerSecondLimit;
}

function readHeader(value: string, now: Instant): number | undefined {
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1_000);
  const moment = readDate(value);
  return moment === undefined ? undefined : moment.epochMilliseconds - now.epochMilliseconds;
}

function readDate(value: string): Instant | undefined {
  // Only the HTTP form is left to Date.parse: without "GMT" it would read the machine's zone.
  if (value.endsWith(" GMT")) {
    const epoch = Date.parse(value);
    return Number.isNaN(epoch) ? undefined : instantOf(epoch);
  }
  try {
    return Temporal.Instant.from(value);
  } catch {
    return undefined;
  }
}

function untilUtcMidnight(now: Instant): number {
  const today = now.toZonedDateTimeISO("UTC");
  return today.add({ days: 1 }).startOfDay().epochMilliseconds - now.epochMilliseconds;
}
