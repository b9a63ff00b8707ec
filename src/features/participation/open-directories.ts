import type { Db } from "#database/open.ts";
import { listAddresses, listMembers } from "#features/roster/store.ts";

import { openAddresses, openDirectory, type Addresses, type Directory } from "./match-rules.ts";

/**
 * The students of each of these groups, arranged to be found by what Zoom shows. E-mails and registrants are the
 * whole school's: they are one person's in whatever group, where a name is looked for in its own group only. Who opens
 * directories time after time reads `addresses` once.
 */
export async function openDirectories(
  db: Db,
  groupIds: readonly string[],
  addresses?: Addresses,
): Promise<(groupId: string | null) => Directory> {
  const ids = [...new Set(groupIds)];
  const members = Map.groupBy(await listMembers(db, ids), (member) => member.groupId);
  const known = addresses ?? (await readAddresses(db));
  const opened = new Map<string | null, Directory>();
  return (groupId) => {
    const before = opened.get(groupId);
    if (before !== undefined) return before;
    const directory = openDirectory(members.get(groupId ?? "") ?? [], known);
    opened.set(groupId, directory);
    return directory;
  };
}

/** The e-mails and registrants of the whole school. */
export async function readAddresses(db: Db): Promise<Addresses> {
  return openAddresses(await listAddresses(db));
}
