import { isBefore, type Clock, type Instant } from "#lib/clock.ts";

import type { CheckPassword } from "./guard.ts";

/** So many wrong passwords an account and quarter of an hour, in each process. */
const mostWrong = 5;
const withinMinutes = 15;

/** Tries a password unless too many wrong ones were given for the account lately. */
export function atMostWrong(
  clock: Clock,
  isRight: (accountId: string, password: string) => Promise<boolean>,
): CheckPassword {
  const wrong = new Map<string, readonly Instant[]>();
  return async (accountId, password) => {
    const now = clock.now();
    const since = now.subtract({ minutes: withinMinutes });
    const lately = (wrong.get(accountId) ?? []).filter((at) => isBefore(since, at));
    if (lately.length >= mostWrong) return "too many";
    // Counted before it is tried, so that many at once are not all tried.
    wrong.set(accountId, [...lately, now]);
    if (!(await isRight(accountId, password))) return "wrong";
    wrong.delete(accountId);
    return "right";
  };
}
