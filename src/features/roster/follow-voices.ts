import type { Db } from "#database/open.ts";
import type { Language } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";

import type { GroupNews } from "./follow-group.ts";
import { addGroup, changeGroup, touchGroups } from "./group-store.ts";
import type { Heard } from "./ports.ts";
import { onVoice } from "./standing-rules.ts";
import { findGroupsByChat, type GroupRow } from "./store.ts";

/** A message that somebody wrote in a group. */
export type Voice = Extract<Heard, { readonly kind: "message" }>;

/**
 * Keeps the groups in which messages were written, oldest first: found when the bot is heard there first, renamed, back
 * when it was gone. Gives the groups by the chat that was heard, and the news of them.
 */
export async function followVoices({
  db,
  now,
  language,
  voices,
}: {
  readonly db: Db;
  readonly now: Instant;
  /** Of a group that is new. */
  readonly language: Language;
  readonly voices: readonly Voice[];
}): Promise<{ readonly groupOf: ReadonlyMap<string, GroupRow>; readonly news: readonly GroupNews[] }> {
  const groupOf = new Map(await findGroupsByChat(db, [...new Set(voices.map((voice) => voice.chatId))]));
  const news: GroupNews[] = [];
  const lastAt = new Map<string, Instant>();
  for (const { chatId, chatTitle: title, at } of voices) {
    const known = groupOf.get(chatId);
    const group = known ?? (await addGroup(db, { chatId, title, language, active: true }, now));
    if (group === undefined) continue;
    const { change, kind } = onVoice(group, title, at);
    await changeGroup(db, group.id, change);
    const current = { ...group, ...change };
    groupOf.set(chatId, current);
    const told = known === undefined ? "discovered" : kind;
    if (told !== undefined) news.push({ kind: told, group: current });
    const last = lastAt.get(chatId);
    if (last === undefined || isBefore(last, at)) lastAt.set(chatId, at);
  }
  await touchGroups(
    db,
    [...lastAt].flatMap(([chatId, at]) => {
      const group = groupOf.get(chatId);
      return group === undefined ? [] : [{ group, at }];
    }),
  );
  return { groupOf, news };
}
