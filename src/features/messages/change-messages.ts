import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { isBefore, type Instant } from "#lib/clock.ts";

import { bringMessages, putBackMessages } from "./bulk-store.ts";
import { leadsFrom } from "./change-rules.ts";
import type { WakeSender } from "./ports.ts";

const leadsTo = { hold: "held", resume: "planned", cancel: "cancelled" } as const;

/**
 * Does the same to many messages at once: holds them, lets them go, gives them up, puts back those that were. What a message's state does not allow is
 * not done to it; `done` names those to which it was. One line in the audit for them all.
 */
export async function changeMessages({
  db,
  now,
  wake,
  by,
  numbers,
  verb,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly by: Actor;
  readonly numbers: readonly number[];
  readonly verb: keyof typeof leadsTo | "restore";
}): Promise<{ readonly done: readonly number[] }> {
  return await inTransaction(db, async (tx) => {
    const changed =
      verb === "restore"
        ? await putBackMessages(tx, numbers, now)
        : await bringMessages(tx, numbers, {
            from: [...leadsFrom[verb]],
            to: leadsTo[verb],
            now,
            ...(verb === "cancel" ? { cancelledBy: by } : {}),
          });
    const done = changed.map((message) => message.number).toSorted((a, b) => a - b);
    const [first] = done;
    if (first === undefined) return { done };
    await recordChange({
      db: tx,
      now,
      by,
      action: `message.${verb}`,
      subject: done.length === 1 ? `message ${first}` : `${done.length} messages`,
      after: { messages: done },
    });
    if (verb === "resume" || verb === "restore") {
      const due = changed.map((message) => message.dueAt).toSorted(Temporal.Instant.compare)[0] ?? now;
      await wake(tx, isBefore(due, now) ? now : due);
    }
    return { done };
  });
}
