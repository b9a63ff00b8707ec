import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { listGroupsWithStrangers, listGroupStays, type GroupStay } from "./attendance-store.ts";
import { matchParticipant, type Match } from "./match-rules.ts";
import { openDirectories, readAddresses } from "./open-directories.ts";

/** How far back a stay may still find its student, in days: about who came a season ago nobody knows any more. */
const daysBack = 60;

/** So many groups are looked at together: what is held does not grow with the school. */
const groupsAtOnce = 500;

/** A stay of whom nobody knows yet who it was, with what the matching rules say of it now. */
export interface Stranger {
  readonly stay: GroupStay;
  readonly match: Match;
}

/** The stays of whom nobody knows yet who it was, some groups at a time, those of a group by time. */
export async function* matchStrangers({
  db,
  now,
  groupIds,
}: {
  readonly db: Db;
  readonly now: Instant;
  /** Only sessions of these groups, however long ago; those of the last 60 days of every group when absent. */
  readonly groupIds?: readonly string[] | undefined;
}): AsyncGenerator<readonly Stranger[]> {
  const reach = groupIds === undefined ? { since: now.subtract({ hours: 24 * daysBack }) } : {};
  const groups = groupIds ?? (await listGroupsWithStrangers(db, now.subtract({ hours: 24 * daysBack })));
  const addresses = groups.length === 0 ? undefined : await readAddresses(db);
  for (let from = 0; from < groups.length; from += groupsAtOnce) {
    const some = groups.slice(from, from + groupsAtOnce);
    const stays = await listGroupStays(db, { unrecognised: true, groupIds: some, ...reach });
    const directoryOf = await openDirectories(db, some, addresses);
    yield stays.map((stay) => ({
      stay,
      match: matchParticipant({ ...stay, name: stay.zoomName }, directoryOf(stay.groupId)),
    }));
  }
}
