import type { Bilingual } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";

import { troubleOf, type BotStanding, type BotStatus, type Trouble } from "./group-rules.ts";
import { standingWords, topicClosed, type TroubleWords } from "./texts.ts";

/** What is known of how the bot stands in a group. */
export interface GroupState {
  readonly title: string;
  readonly active: boolean;
  readonly trouble: Trouble | null;
  readonly inactiveReason: Bilingual | null;
  readonly inactiveRemedy: Bilingual | null;
  readonly inactiveSince: Instant | null;
  readonly topicId: string | null;
  readonly botStatus: BotStatus | null;
  readonly maySendPhotos: boolean | null;
  readonly hearsAll: boolean | null;
  readonly standingAt: Instant | null;
}

/** What changes, and whether the group was lost or is back by it. */
export interface StateChange {
  readonly change: Partial<GroupState>;
  readonly kind?: "lost" | "healed" | undefined;
}

const unchanged: StateChange = { change: {} };

/** Telegram told what the bot is there; a word older than the last one changes nothing. */
export function onStanding(
  group: GroupState,
  {
    standing,
    at,
    title,
    readsAll,
  }: {
    readonly standing: BotStanding;
    readonly at: Instant;
    readonly title: string;
    /** True when BotFather's privacy mode is off. */
    readonly readsAll: boolean;
  },
): StateChange {
  if (group.standingAt !== null && isBefore(at, group.standingAt)) return unchanged;
  const known = {
    title,
    botStatus: standing.status,
    maySendPhotos: standing.maySendPhotos,
    hearsAll: standing.status === "administrator" || readsAll,
    standingAt: at,
  };
  const trouble = troubleOf(standing);
  // Telegram tells whole seconds. A group that was lost later than this stays lost.
  const isOld = group.inactiveSince !== null && isBefore(at, wholeSecond(group.inactiveSince));
  if (trouble === undefined && isOld) return { change: known };
  const { change, kind } =
    trouble === undefined ? heal(group) : lose(group, trouble, standingWords(standing.status), at);
  return { change: { ...known, ...change }, kind };
}

/** Somebody was heard in the group: a bot that was gone is back. */
export function onVoice(group: GroupState, title: string, at: Instant): StateChange {
  const renamed = title === group.title ? {} : { title };
  const isBack = group.trouble === "gone" && group.inactiveSince !== null && isBefore(group.inactiveSince, at);
  if (!isBack) return { change: renamed };
  const { change, kind } = heal(group);
  return { change: { ...renamed, ...change }, kind };
}

/** A topic was closed or opened; only the group's own matters, and an administrator writes in closed ones too. */
export function onTopic(
  group: GroupState,
  { topicId, isClosed, at }: { readonly topicId: string; readonly isClosed: boolean; readonly at: Instant },
): StateChange {
  if ((group.topicId ?? "1") !== topicId) return unchanged;
  if (isClosed) return group.botStatus === "administrator" ? unchanged : lose(group, "topic", topicClosed, at);
  return group.trouble === "topic" ? heal(group) : unchanged;
}

/** The group cannot be written to. */
export function lose(group: GroupState, trouble: Trouble, words: TroubleWords, at: Instant): StateChange {
  // What a person switched off stays so, and was told when it was done.
  if (group.trouble === "off") return unchanged;
  if (group.active) return { change: inTrouble(trouble, words, at), kind: "lost" };
  return { change: inTrouble(trouble, words, group.inactiveSince) };
}

/** The group can be written to again. */
export function heal(group: GroupState): StateChange {
  if (group.active || group.trouble === "off") return unchanged;
  return { change: wellAgain, kind: "healed" };
}

/** A group that cannot be written to since then. */
export function inTrouble(trouble: Trouble, { what, remedy }: TroubleWords, since: Instant | null) {
  return { active: false, trouble, inactiveReason: what, inactiveRemedy: remedy, inactiveSince: since };
}

/** A group without trouble. */
export const wellAgain = {
  active: true,
  trouble: null,
  inactiveReason: null,
  inactiveRemedy: null,
  inactiveSince: null,
} as const;

/** The second that a moment lies in, as Telegram tells moments. */
export function wholeSecond(at: Instant): Instant {
  return at.round({ smallestUnit: "second", roundingMode: "floor" });
}
