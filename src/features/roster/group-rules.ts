/** What the bot is in a group. */
export type BotStatus = "administrator" | "member" | "restricted" | "left" | "kicked";

/** What the bot is in a group and what it may do there. */
export interface BotStanding {
  readonly status: BotStatus;
  readonly maySendText: boolean;
  readonly maySendPhotos: boolean;
}

/**
 * Why a group cannot be written to. `gone`: the bot is not there, or the group is not; `muted`: it may not write;
 * `topic`: the topic is closed or missing; `off`: a person switched the group off.
 */
export type Trouble = "gone" | "muted" | "topic" | "off";

/** The trouble that a standing amounts to; `undefined` when the bot may write. */
export function troubleOf({ status, maySendText }: BotStanding): Trouble | undefined {
  if (status === "kicked" || status === "left") return "gone";
  return maySendText ? undefined : "muted";
}

/** The trouble that a refusal to send amounts to; `undefined` when it says nothing of the group. */
export function troubleOfRefusal(code: string): Trouble | undefined {
  const troubles: Readonly<Record<string, Trouble>> = {
    "telegram.gone": "gone",
    "telegram.rights": "muted",
    "telegram.topic": "topic",
  };
  return troubles[code];
}

/** How the chat of a row begins that another row has taken over: the group moved to an id that had a row already. */
export const retiredPrefix = "retired:";

/** Whether another row answers for this one. */
export function isRetired(group: { readonly chatId: string }): boolean {
  return group.chatId.startsWith(retiredPrefix);
}

/** What a person edits of a group, as a form shows it. */
export function editable({
  language,
  audienceZones,
  topicId,
  active,
  trouble,
}: {
  readonly language: string;
  readonly audienceZones: readonly string[];
  readonly topicId: string | null;
  readonly active: boolean;
  readonly trouble: Trouble | null;
}) {
  return { language, audienceZones, topicId, on: active || trouble !== "off" };
}
