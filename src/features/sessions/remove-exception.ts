import type { Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { endException, findException, type ExceptionDetails } from "./exception-store.ts";
import { noSuchException } from "./texts.ts";

/** Takes a decision about a session back, in the caller's transaction: the timetable counts again. */
export async function removeException({
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
  if (exception === undefined || exception.removedAt !== null) return failed(noSuchException(number));
  await endException(db, exception.id, by, now);
  const { kind, courseTitle, date, startsAt, reason } = exception;
  const before = { kind, startsAt: startsAt?.toString(), reason };
  await recordChange({ db, now, by, action: "session.exception-removed", subject: `${courseTitle} ${date}`, before });
  return ok(exception);
}
