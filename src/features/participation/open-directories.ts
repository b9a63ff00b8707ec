import type { Db } from "#database/open.ts";
import { listAddresses, listMembers } from "#features/roster/store.ts";

import { openAddresses, openDirectory, type Directory } from "./match-rules.ts";

/**
 * The students of each of these groups, arranged to be found by what Zoom shows. E-mails and registrants are the
 * whole school's: they are one person's in whatever group, where a name is looked for in its own group only.
 */
export async function openDirectories(
  db: Db,
  groupIds: readonly string[],
): Promise<(groupId: string | null) => Directory> {
  const ids = [...new Set(groupIds)];
  const members = Map.groupBy(await listMembers(db, ids), (member) => member.groupId);
  const addresses = openAddresses(await listAddresses(db));
  const opened = new Map<string | null, Directory>();
  return (groupId) => {
    const known = opened.get(groupId);
    if (known !== undefined) return known;
    const directory = openDirectory(members.get(groupId ?? "") ?? [], addresses);
    opened.set(groupId, directory);
    return directory;
  };
}
