import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";

import {
  badText,
  captionTooLong,
  emptyText,
  noSuchMessage,
  standsAgain,
  toldOtherwise,
  whyNot,
  type MessageVerb,
} from "./change-rules.ts";
import { addCorrection } from "./correction-store.ts";
import { checkHtml, longestCaption, plainText, visibleLength } from "./html-rules.ts";
import type { WakeSender } from "./ports.ts";
import { findMessageForChange, holdsTrue, updateMessage, type MessageRow } from "./store.ts";

/** What a person wants done to a message. */
export type WantedChange =
  | { readonly verb: Exclude<MessageVerb, "reword"> }
  | {
      readonly verb: "reword";
      readonly html: string;
      /** The mark of the text that the person began with (`versionOf({ html })`). */
      readonly version?: string | undefined;
    };

/**
 * Does to a message what a person asks: hold, resume, cancel, put back, send now, send again, other words, recall.
 *
 * What has not left changes at once; what has arrived is corrected by the sender, whose pace it shares. Each change
 * leaves an audit line.
 */
export async function changeMessage({
  db,
  now,
  wake,
  by,
  number,
  change,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly by: Actor;
  /** The message's number. */
  readonly number: number;
  readonly change: WantedChange;
}): Promise<Result<MessageRow>> {
  return await inTransaction(db, async (tx) => {
    const message = await findMessageForChange(tx, number);
    if (message === undefined) return failed(noSuchMessage(number));
    const reason = whyNot(change.verb, message, now) ?? whyNotText(message, change) ?? whyStale(message, change);
    if (reason !== undefined) return failed(reason);
    if (change.verb === "restore" && !(await holdsTrue(tx, number))) return failed(toldOtherwise(number));

    const wakeAt = await carryOut(tx, message, change, by, now);
    await recordChange({
      db: tx,
      now,
      by,
      action: `message.${change.verb}`,
      subject: `message ${number}`,
      before: { state: message.state, ...(change.verb === "reword" ? { html: message.html } : {}) },
      ...(change.verb === "reword" ? { after: { html: change.html } } : {}),
    });
    if (wakeAt !== undefined) await wake(tx, wakeAt);
    return ok((await findMessageForChange(tx, number)) ?? message);
  });
}

/** Changes the row, or asks for a correction; gives when the sender has to look. */
async function carryOut(
  db: Db,
  message: MessageRow,
  change: WantedChange,
  by: Actor,
  now: Instant,
): Promise<Instant | undefined> {
  const { id } = message;
  switch (change.verb) {
    case "hold":
      await updateMessage(db, id, { state: "held" }, now);
      return undefined;
    case "cancel":
      await updateMessage(db, id, { state: "cancelled", cancelledBy: by, cancelledFrom: message.state }, now);
      return undefined;
    case "restore": {
      const state = standsAgain(message);
      await updateMessage(db, id, { state, cancelledBy: null, cancelledFrom: null }, now);
      return state === "planned" ? message.dueAt : undefined;
    }
    case "resume":
      // The run of its hour lets it go; once that hour has passed there is nothing to wait for.
      await updateMessage(
        db,
        id,
        { state: "planned", waitsForRun: message.waitsForRun && isBefore(now, message.dueAt) },
        now,
      );
      return isBefore(message.dueAt, now) ? now : message.dueAt;
    case "now":
    case "again":
      await updateMessage(
        db,
        id,
        { state: "planned", dueAt: now, waitsForRun: false, cancelledBy: null, cancelledFrom: null, failure: null },
        now,
      );
      return now;
    case "recall":
      await addCorrection(db, { messageId: id, action: "recall", by }, now);
      return now;
    case "reword":
      if (message.state !== "sent") {
        await updateMessage(db, id, { html: change.html, rewordedBy: by }, now);
        return undefined;
      }
      await addCorrection(db, { messageId: id, action: "edit", by, html: change.html }, now);
      return now;
  }
}

function whyStale(message: MessageRow, change: WantedChange): Failure | undefined {
  return change.verb === "reword" ? staleEdit(change.version, { html: message.html }) : undefined;
}

function whyNotText(message: MessageRow, change: WantedChange): Failure | undefined {
  if (change.verb !== "reword") return undefined;
  const problem = checkHtml(change.html);
  if (problem !== undefined) return badText(problem);
  if (message.form === "text") return plainText(change.html).trim() === "" ? badText(emptyText) : undefined;
  const length = visibleLength(change.html);
  return length > longestCaption ? badText(captionTooLong(length, longestCaption)) : undefined;
}
