import type { Db } from "#database/open.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";
import type { Language } from "#lib/bilingual.ts";

import { troubleOf, type Trouble } from "./group-rules.ts";
import { addGroup, changeGroup, findGroup, retireGroup, touchGroup, type GroupChange } from "./group-store.ts";
import type { Heard } from "./ports.ts";
import { findGroupByChat, migrateGroup, type GroupRow } from "./store.ts";
import { standingWords, topicClosed, type TroubleWords } from "./texts.ts";

/** What an update said of a group that a person should know. */
export interface GroupNews {
  readonly kind: "discovered" | "lost" | "healed" | "migrated";
  readonly group: GroupRow;
}

type Told = Exclude<Heard, { readonly kind: "other" | "button" | "channel post" }>;

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
  if (heard.kind === "migration") return await migrate(db, now, known, heard.newChatId);
  if (heard.kind === "membership" && !heard.isGroup) return nothing;
  const group = known ?? (await discover(db, now, language, heard));
  if (group === undefined) return nothing;
  const { change, kind } = whatChanges(group, heard, readsAll);
  await changeGroup(db, group.id, change);
  if (heard.kind === "message" || heard.kind === "command") await touchGroup(db, group.id, heard.at);
  const current = { ...group, ...change };
  const news = known === undefined ? "discovered" : kind;
  return { group: current, news: news === undefined ? undefined : { kind: news, group: current } };
}

const nothing = { group: undefined, news: undefined };

async function discover(db: Db, now: Instant, language: Language, heard: Told): Promise<GroupRow | undefined> {
  const named =
    heard.kind === "membership" || heard.kind === "message"
      ? { chatId: heard.chatId, title: heard.chatTitle }
      : heard.kind === "command"
        ? { chatId: heard.chat.chatId, title: heard.chat.title }
        : undefined;
  // A group that the bot left before anybody spoke of it is nothing to know.
  const isThere = heard.kind !== "membership" || troubleOf(heard.standing) !== "gone";
  if (named === undefined || !isThere) return undefined;
  return await addGroup(db, { ...named, language, active: true }, now);
}

async function migrate(db: Db, now: Instant, group: GroupRow | undefined, to: ChatId) {
  if (group === undefined || group.chatId === to) return nothing;
  const taken = await findGroupByChat(db, to);
  if (taken !== undefined && taken.id !== group.id) {
    await retireGroup(db, group, taken.id, now);
    return { group: taken, news: { kind: "migrated" as const, group: taken } };
  }
  await migrateGroup(db, group.id, group.chatId as ChatId, to, now);
  const current = (await findGroup(db, group.id)) ?? group;
  return { group: current, news: { kind: "migrated" as const, group: current } };
}

interface Changes {
  readonly change: GroupChange;
  readonly kind?: "lost" | "healed" | undefined;
}

function whatChanges(group: GroupRow, heard: Told, readsAll: boolean): Changes {
  switch (heard.kind) {
    case "title":
      return { change: heard.title === group.title ? {} : { title: heard.title } };
    case "membership":
      return standingChanges(group, heard, readsAll);
    case "topic":
      return topicChanges(group, heard);
    case "message":
      return heardChanges(group, heard.chatTitle, heard.at);
    case "command":
      return heardChanges(group, heard.chat.title, heard.at);
    default:
      return { change: {} };
  }
}

function standingChanges(
  group: GroupRow,
  { standing, at, chatTitle: title }: Extract<Heard, { kind: "membership" }>,
  readsAll: boolean,
): Changes {
  if (group.standingAt !== null && isBefore(at, group.standingAt)) return { change: {} };
  const known = {
    title,
    botStatus: standing.status,
    maySendPhotos: standing.maySendPhotos,
    hearsAll: standing.status === "administrator" || readsAll,
    standingAt: at,
  };
  const trouble = troubleOf(standing);
  const { change, kind } =
    trouble === undefined ? heal(group) : lose(group, trouble, standingWords(standing.status), at);
  return { change: { ...known, ...change }, kind };
}

/** Who is heard in a group that the bot had lost: the bot is back. */
function heardChanges(group: GroupRow, title: string, at: Instant): Changes {
  const renamed = title === group.title ? {} : { title };
  const isBack = group.trouble === "gone" && group.inactiveSince !== null && isBefore(group.inactiveSince, at);
  if (!isBack) return { change: renamed };
  const { change, kind } = heal(group);
  return { change: { ...renamed, ...change }, kind };
}

function topicChanges(group: GroupRow, heard: Extract<Heard, { kind: "topic" }>): Changes {
  if ((group.topicId ?? "1") !== heard.topicId) return { change: {} };
  if (heard.isClosed) {
    return group.botStatus === "administrator" ? { change: {} } : lose(group, "topic", topicClosed, heard.at);
  }
  return group.trouble === "topic" ? heal(group) : { change: {} };
}

function lose(group: GroupRow, trouble: Trouble, words: TroubleWords, at: Instant): Changes {
  // What a person switched off stays so, and was told when it was done.
  if (group.trouble === "off") return { change: {} };
  const reason = { active: false, trouble, inactiveReason: words.what, inactiveRemedy: words.remedy };
  return group.active ? { change: { ...reason, inactiveSince: at }, kind: "lost" } : { change: reason };
}

function heal(group: GroupRow): Changes {
  if (group.active || group.trouble === "off") return { change: {} };
  return {
    change: { active: true, trouble: null, inactiveReason: null, inactiveRemedy: null, inactiveSince: null },
    kind: "healed",
  };
}
