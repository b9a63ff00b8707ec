import type { Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import type { Instant } from "#lib/clock.ts";

import { appendDifferences, listLevels, listRulesVersions } from "./ledger-store.ts";
import { stretchesOf } from "./points-rules.ts";

/** School days counted again at each ranking: what changes later is counted again by who changes it. */
const daysBack = 35;

/**
 * Counts points from the facts and appends what differs from the ledger, each line with its cause.
 *
 * Facts up to `until` count; what is appended counts in the ranking that `recordedAt` falls into. Done twice, the
 * second changes nothing. Says how many lines were appended.
 */
export async function recountPoints({
  db,
  school,
  since,
  until,
  recordedAt,
}: {
  readonly db: Db;
  readonly school: Pick<School, "timeZone">;
  /** The first school day to count again; 35 days before `until` when absent. */
  readonly since?: Temporal.PlainDate | undefined;
  readonly until: Instant;
  readonly recordedAt: Instant;
}): Promise<number> {
  const zone = school.timeZone;
  const first = since ?? until.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: daysBack });
  const stretches = stretchesOf(await listRulesVersions(db), await listLevels(db));
  return await appendDifferences(db, {
    zone,
    stretches,
    from: first.toZonedDateTime(zone).toInstant(),
    until,
    recordedAt,
  });
}
