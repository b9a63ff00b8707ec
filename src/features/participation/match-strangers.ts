import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { listGroupStays, type GroupStay } from "./attendance-store.ts";
import { matchParticipant, type Match } from "./match-rules.ts";
import { openDirectories } from "./open-directories.ts";

/** How far back a stay may still find its student, in days: about who came a season ago nobody knows any more. */
const daysBack = 60;

/** The stays of whom nobody knows yet who it was, by time, each with what the matching rules say of it now. */
export async function matchStrangers({
  db,
  now,
  groupIds,
}: {
  readonly db: Db;
  readonly now: Instant;
  /** Only sessions of these groups, however long ago; those of the last 60 days of every group when absent. */
  readonly groupIds?: readonly string[] | undefined;
}): Promise<readonly { readonly stay: GroupStay; readonly match: Match }[]> {
  const reach = groupIds === undefined ? { since: now.subtract({ hours: 24 * daysBack }) } : { groupIds };
  const stays = await listGroupStays(db, { unrecognised: true, ...reach });
  const directoryOf = await openDirectories(
    db,
    stays.map((stay) => stay.groupId),
  );
  return stays.map((stay) => ({
    stay,
    match: matchParticipant({ ...stay, name: stay.zoomName }, directoryOf(stay.groupId)),
  }));
}
