import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";

import { noSuchMessage, testChatNotSet } from "./change-rules.ts";
import type { WakeSender } from "./ports.ts";
import { copyMessage, findMessageForChange, type MessageRow } from "./store.ts";

/** A try is worthless after this, in hours. */
const worthHours = 1;

/** Sends a message to the test group, marked as a simulation, whatever the mode but `dry`; the message stays as it is. */
export async function tryMessage({
  db,
  now,
  wake,
  by,
  number,
  testChat,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly by: Actor;
  readonly number: number;
  readonly testChat: ChatId | undefined;
}): Promise<Result<MessageRow>> {
  if (testChat === undefined) return failed(testChatNotSet);
  return await inTransaction(db, async (tx) => {
    const message = await findMessageForChange(tx, number);
    if (message === undefined) return failed(noSuchMessage(number));
    const trial = await copyMessage(tx, message, {
      kind: "trial",
      subject: `${message.id} ${now.toString()}`,
      chatId: testChat,
      expiresAt: now.add({ hours: worthHours }),
      now,
    });
    await recordChange({ db: tx, now, by, action: "message.try", subject: `message ${number}` });
    await wake(tx, now);
    return ok(trial);
  });
}
