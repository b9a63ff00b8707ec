import type { Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { findException, hasTwin, restoreException, type ExceptionDetails } from "./exception-store.ts";
import { decidedAgain, noSuchException } from "./texts.ts";

/**
 * Puts a decision about a session that was taken back in force again, in the caller's transaction. Done twice, nothing more.
 * Refused where the same was decided anew meanwhile.
 */
export async function putBackException({
  db,
  now,
  by,
  number,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly number: number;
}): Promise<Result<ExceptionDetails>> {
  const exception = await findException(db, number);
  if (exception === undefined) return failed(noSuchException(number));
  if (exception.removedAt === null) return ok(exception);
  if (await hasTwin(db, exception)) return failed(decidedAgain(number));
  await restoreException(db, exception.id);
  const { kind, courseTitle, date, startsAt, reason } = exception;
  const after = { kind, startsAt: startsAt?.toString(), reason };
  await recordChange({ db, now, by, action: "session.restore", subject: `${courseTitle} ${date}`, after });
  return ok(exception);
}
