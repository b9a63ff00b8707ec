import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { linkIn, type GivenLink } from "./draft-rules.ts";
import { findGivenLink, putGivenLink, removeGivenLink } from "./facts-store.ts";
import { noGivenLink, notALink } from "./texts.ts";

/**
 * Gives a session, or a whole course, a link by hand; without `link` takes it back.
 *
 * The next run respects it: no meeting of ours is made, and one that stands is taken away.
 */
export async function giveLink({
  db,
  clock,
  subject,
  link,
  by,
}: {
  readonly db: Db;
  readonly clock: Clock;
  /** A session's or a course's id. */
  readonly subject: string;
  readonly link: GivenLink | undefined;
  readonly by: Actor;
}): Promise<Result<GivenLink | undefined>> {
  const url = link === undefined ? undefined : linkIn(link.url);
  if (link !== undefined && url === undefined) return failed(notALink);
  return await inTransaction(db, async (tx) => {
    const now = clock.now();
    const before = await findGivenLink(tx, subject);
    if (link === undefined && before === undefined) return failed(noGivenLink);
    const given = link === undefined || url === undefined ? undefined : { url, passcode: link.passcode };
    if (given === undefined) await removeGivenLink(tx, subject);
    else await putGivenLink(tx, { ...given, subject, givenBy: by, givenAt: now });
    await recordChange({
      db: tx,
      now,
      by,
      action: given === undefined ? "meeting.link-taken-back" : "meeting.link-given",
      subject,
      before: shown(before),
      after: shown(given),
    });
    return ok(given);
  });
}

/** Without the passcode: the audit holds no secret. */
function shown(link: GivenLink | undefined) {
  return link === undefined ? undefined : { url: link.url };
}
