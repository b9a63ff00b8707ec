import type { WakeSender } from "#features/messages/ports.ts";
import type { Engine } from "#jobs/engine.ts";

/** The internal queue whose jobs ask for the outbox to be looked at. */
export const senderQueue = "send_messages";

/** Puts a job for the sender into the caller's transaction, so that it is there exactly when the message is. */
export function wakeSenderOver(engine: Pick<Engine, "send">): WakeSender {
  return async (tx, at) => {
    await engine.send(tx, senderQueue, {}, { startAfter: at, together: true });
  };
}
