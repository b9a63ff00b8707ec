import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import type { Language } from "#lib/bilingual.ts";

import { troubleOf } from "./group-rules.ts";
import { addGroup, changeGroup, touchGroups } from "./group-store.ts";
import { moveGroup } from "./move-group.ts";
import type { Heard } from "./ports.ts";
import { onStanding, onTopic, onVoice, type StateChange } from "./standing-rules.ts";
import { findGroupByChat, type GroupRow } from "./store.ts";

/** What an update said of a group that a person should know. */
export interface GroupNews {
  readonly kind: "discovered" | "lost" | "healed" | "migrated";
  readonly group: GroupRow;
}

type Told = Exclude<Heard, { readonly kind: "other" | "button" | "channel post" | "member" | "message" }>;

/**
 * Keeps a group as Telegram shows it: found when the bot is added or heard there, its title, its new id, what the
 * bot is and may do, its topic. A word that is older than what is known changes nothing, so updates may come
 * twice or late. Gives the group as it is now, and the news of it.
 */
export async function followGroup({
  db,
  now,
  language,
  readsAll,
  heard,
}: {
  readonly db: Db;
  readonly now: Instant;
  /** Of a group that is new. */
  readonly language: Language;
  /** True when BotFather's privacy mode is off. */
  readonly readsAll: boolean;
  readonly heard: Told;
}): Promise<{ readonly group: GroupRow | undefined; readonly news: GroupNews | undefined }> {
  if (heard.kind === "command" && heard.chat.isPrivate) return nothing;
  const chatId = heard.kind === "command" ? heard.chat.chatId : heard.chatId;
  const known = await findGroupByChat(db, chatId);
  if (heard.kind === "migration") {
    const group = known === undefined ? undefined : await moveGroup({ db, now, group: known, to: heard.newChatId });
    return group === undefined ? nothing : { group, news: { kind: "migrated", group } };
  }
  if (heard.kind === "membership" && !heard.isGroup) return nothing;
  const group = known ?? (await discover(db, now, language, heard));
  if (group === undefined) return nothing;
  const { change, kind } = whatChanges(group, heard, readsAll);
  await changeGroup(db, group.id, change);
  if (heard.kind === "command") await touchGroups(db, [{ group, at: heard.at }]);
  const current = { ...group, ...change };
  const news = known === undefined ? "discovered" : kind;
  return { group: current, news: news === undefined ? undefined : { kind: news, group: current } };
}

const nothing = { group: undefined, news: undefined };

async function discover(db: Db, now: Instant, language: Language, heard: Told): Promise<GroupRow | undefined> {
  const named =
    heard.kind === "membership"
      ? { chatId: heard.chatId, title: heard.chatTitle }
      : heard.kind === "command"
        ? { chatId: heard.chat.chatId, title: heard.chat.title }
        : undefined;
  // A group that the bot left before anybody spoke of it is nothing to know.
  const isThere = heard.kind !== "membership" || troubleOf(heard.standing) !== "gone";
  if (named === undefined || !isThere) return undefined;
  return await addGroup(db, { ...named, language, active: true }, now);
}

function whatChanges(group: GroupRow, heard: Told, readsAll: boolean): StateChange {
  switch (heard.kind) {
    case "title":
      return { change: heard.title === group.title ? {} : { title: heard.title } };
    case "membership":
      return onStanding(group, { standing: heard.standing, at: heard.at, title: heard.chatTitle, readsAll });
    case "topic":
      return onTopic(group, heard);
    case "command":
      return onVoice(group, heard.chat.title, heard.at);
    default:
      return { change: {} };
  }
}
