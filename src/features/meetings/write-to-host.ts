import { inTransaction, type Db } from "#database/open.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";

import { spendHostDay, takeHostWrite } from "./host-store.ts";
import { obeyPauses } from "./obey-pauses.ts";
import { whenSpent } from "./plan-rules.ts";
import type { Host } from "./ports.ts";
import { nextUtcDay, utcDay } from "./rules.ts";
import { budgetSpent } from "./texts.ts";

/** Zoom's answer to a write; or our own count said no first: then nothing was begun, and Zoom was not asked. */
export type Written<T> = Answer<T> | { readonly kind: "refused"; readonly failure: Failure; readonly isAsked: false };

/**
 * Asks Zoom for one creation or change on a host, which takes 100 of them a UTC day.
 *
 * The request is counted and its intent kept in one commit before it leaves (`begin`, which says no when the day's are used
 * up; without it the request is only counted); pauses that Zoom asks for are obeyed. When Zoom says that the host's day is
 * spent (other programs ask for the same host), that is kept too: nobody asks for this host again before the next UTC day.
 */
export async function writeToHost<T>({
  db,
  clock,
  host,
  startsAt,
  begin,
  ask,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly host: Host;
  /** Of the class. */
  readonly startsAt: Instant;
  readonly begin?: (now: Instant) => Promise<boolean>;
  readonly ask: () => Promise<Answer<T>>;
}): Promise<Written<T>> {
  const now = clock.now();
  const isBegun = begin === undefined ? await takeHostWrite(db, host.id, utcDay(now)) : await begin(now);
  if (!isBegun) {
    const proposal = whenSpent(host, nextUtcDay(now), startsAt);
    return { kind: "refused", failure: budgetSpent({ hostEmail: host.email, proposal }), isAsked: false };
  }
  const answer = await obeyPauses({ clock, ask });
  if (answer.kind === "refused" && answer.failure.code === "zoom.daily-limit") {
    await spendHostDay(db, host.id, utcDay(clock.now()));
  }
  return answer;
}

/** Counts a request of a host and does `begin` in one commit; false, and nothing is done, when the day's are used up. */
export async function countAndBegin(
  db: Db,
  host: Host,
  now: Instant,
  begin: (tx: Db) => Promise<void>,
): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    if (!(await takeHostWrite(tx, host.id, utcDay(now)))) return false;
    await begin(tx);
    return true;
  });
}

/** True for what the next UTC day brings by itself: the host's writes were used up, by our count or by Zoom's. */
export function waitsForNextDay({ code }: Pick<Failure, "code">): boolean {
  return code === "meeting.budget-spent" || code === "zoom.daily-limit";
}
