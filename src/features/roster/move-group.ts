import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { absorbGroup, findGroup } from "./group-store.ts";
import { findGroupByChat, migrateGroup, type GroupRow } from "./store.ts";

/**
 * Telegram gave a group a new id: the old one is remembered, since the workbook still holds it.
 *
 * Gives the group as it is now; `undefined` when that was known already. Should the new id have a row of its own
 * (it was heard there, or somebody wrote it into the workbook first), what that row holds comes to this group.
 */
export async function moveGroup({
  db,
  now,
  group,
  to,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly group: GroupRow;
  readonly to: ChatId;
}): Promise<GroupRow | undefined> {
  if (group.chatId === to) return undefined;
  const taken = await findGroupByChat(db, to);
  if (taken !== undefined && taken.id !== group.id) await absorbGroup(db, group, taken, now);
  else await migrateGroup(db, group.id, group.chatId as ChatId, to, now);
  return await findGroup(db, group.id);
}
