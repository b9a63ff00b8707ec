import type { Db } from "#database/open.ts";

import { setMembership } from "./member-store.ts";
import type { Heard } from "./ports.ts";
import { findGroupByChat } from "./store.ts";

/**
 * A student who left a group, or was thrown out, is in it no more, and so in none of its rankings; one who comes back
 * is in it again, unless a person of the school took them out. Who never was a student there does not become one.
 */
export async function followMember({
  db,
  heard,
}: {
  readonly db: Db;
  readonly heard: Extract<Heard, { readonly kind: "member" }>;
}): Promise<void> {
  const group = await findGroupByChat(db, heard.chatId);
  if (group === undefined) return;
  await setMembership(db, { groupId: group.id, telegramId: heard.personId, isIn: heard.isIn, at: heard.at });
}
