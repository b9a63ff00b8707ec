import type { Instant } from "#lib/clock.ts";
import { isBefore } from "#lib/clock.ts";

/** How many answers a chat gets in a minute: the limit of 20 to a group leaves room for what the school sends. */
const perMinute = { group: 6, private: 10, everywhere: 300 } as const;

/** An answer to a question older than this, in minutes, comes out of the blue: the program was down. */
const worthMinutes = 5;

/** Whether a command is answered: not when it is old, nor when its chat or the bot was asked too much. */
export function mayAnswer({
  askedAt,
  now,
  isPrivate,
  lastMinute,
}: {
  readonly askedAt: Instant;
  readonly now: Instant;
  readonly isPrivate: boolean;
  /** Answers of the last minute, to this chat and to all. */
  readonly lastMinute: { readonly here: number; readonly everywhere: number };
}): boolean {
  if (isBefore(askedAt.add({ minutes: worthMinutes }), now)) return false;
  const most = isPrivate ? perMinute.private : perMinute.group;
  return lastMinute.here < most && lastMinute.everywhere < perMinute.everywhere;
}

/** From when on an answer is worthless. */
export function answerExpiresAt(now: Instant): Instant {
  return now.add({ minutes: worthMinutes });
}
