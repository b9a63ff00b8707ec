import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { TimeZone } from "#lib/ids.ts";

import { changeGroup, findGroup, type GroupChange } from "./group-store.ts";
import { inTrouble, wellAgain } from "./standing-rules.ts";
import type { GroupRow } from "./store.ts";
import { switchedOff } from "./texts.ts";

/** What a person may say of a group. */
export interface GroupEdit {
  readonly language?: Language;
  /** The zones that its messages tell the time in; none for the school's. */
  readonly audienceZones?: readonly TimeZone[];
  /** The forum's topic to write to; `null` for the general one. */
  readonly topicId?: string | null;
  /** Whether the school writes to it. */
  readonly on?: boolean;
}

/** Changes a group by hand. A group that is switched on again is taken to be well until Telegram says otherwise. */
export async function editGroup({
  db,
  now,
  by,
  id,
  edit,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly id: string;
  readonly edit: GroupEdit;
}): Promise<GroupRow | undefined> {
  return await inTransaction(db, async (tx) => {
    const before = await findGroup(tx, id);
    if (before === undefined) return undefined;
    const change = changeFor(before, edit, now);
    await changeGroup(tx, id, change);
    const after = { ...before, ...change };
    await recordChange({
      db: tx,
      now,
      by,
      action: "group.set",
      subject: before.chatId,
      before: shown(before, change),
      after: shown(after, change),
    });
    return after;
  });
}

function changeFor(group: GroupRow, { on, audienceZones, language, topicId }: GroupEdit, now: Instant): GroupChange {
  return {
    ...(language === undefined ? {} : { language }),
    ...(audienceZones === undefined ? {} : { audienceZones: [...audienceZones] }),
    // Another topic may well be open.
    ...(topicId === undefined ? {} : { topicId, ...(group.trouble === "topic" ? wellAgain : {}) }),
    ...(on === true ? wellAgain : {}),
    ...(on === false ? inTrouble("off", switchedOff, now) : {}),
  };
}

function shown(group: GroupRow, change: GroupChange): Record<string, unknown> {
  const { language, audienceZones, topicId, active } = group;
  const all = { language, audienceZones, topicId, active };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in change));
}
