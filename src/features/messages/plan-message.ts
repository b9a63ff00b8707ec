import type { Db } from "#database/open.ts";
import type { Language } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { addMessage, addMessages, replaceMessage, type Draft, type PlanOutcome } from "./draft-store.ts";
import { longestCaption, shortenHtml } from "./html-rules.ts";
import type { WakeSender } from "./ports.ts";
import { priorities, runKinds, type MessageContent, type MessageKind, type Told } from "./rules.ts";

/** A message to be sent. */
export interface PlannedMessage {
  readonly kind: MessageKind;
  /** What it is about; one message of a kind, key and recipient exists, whatever the number of runs. */
  readonly key: string;
  /** A group of the school, or one person's private chat with the bot. */
  readonly to: { readonly group: { readonly id: string; readonly chatId: string } } | { readonly chat: ChatId };
  readonly content: MessageContent;
  readonly language: Language;
  /** Not before this instant. */
  readonly dueAt: Instant;
  /** From this instant on it is worthless and is never sent. */
  readonly expiresAt: Instant;
  /** The session that it is about, and what it tells of it: a later change is told against that. */
  readonly session?: { readonly id: string; readonly told: Told };
  /** Lower goes first; that of its kind when absent. */
  readonly priority?: number;
}

/**
 * Puts a message of any kind into the outbox: the one way in.
 *
 * Run it in the transaction that holds the message's reason. A message of the same kind, key and recipient that
 * has not left is rewritten when something differs (`changed`); one that has left, or that a person took into
 * their hands, stays as it is (`kept`). All but reminders and rankings leave by themselves when they are due;
 * those two leave with the run of their hour.
 */
export async function planMessage({
  db,
  now,
  wake,
  message,
  held = false,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly message: PlannedMessage;
  /** A new one does not leave before a person lets it go. */
  readonly held?: boolean;
}): Promise<PlanOutcome> {
  const draft = draftOf(message);
  const isAdded = await addMessage(db, draft, now, held ? "held" : "planned");
  const outcome = isAdded ? "added" : await replaceMessage(db, draft, now);
  if ((outcome === "changed" || (outcome === "added" && !held)) && !draft.waitsForRun) {
    await wake(db, isBefore(draft.dueAt, now) ? now : draft.dueAt);
  }
  return outcome;
}

/**
 * Puts many messages into the outbox at once, in the caller's transaction. None of them is thought to be there; where one
 * is, all go the way of one message. Gives what came of each.
 */
export async function planMessages({
  db,
  now,
  wake,
  messages,
  held = false,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly messages: readonly PlannedMessage[];
  /** New ones do not leave before a person lets them go. */
  readonly held?: boolean;
}): Promise<readonly PlanOutcome[]> {
  const drafts = messages.map(draftOf);
  const added = new Set(await addMessages(db, drafts, now, held ? "held" : "planned"));
  const outcomes: PlanOutcome[] = [];
  const wakeAt = new Map<string, Instant>();
  for (const [place, message] of messages.entries()) {
    const isAdded = added.has(place);
    outcomes.push(isAdded ? "added" : await planMessage({ db, now, wake, message, held }));
    const { dueAt } = message;
    if (isAdded && !held && !runKinds.has(message.kind))
      wakeAt.set(dueAt.toString(), isBefore(dueAt, now) ? now : dueAt);
  }
  for (const at of wakeAt.values()) await wake(db, at);
  return outcomes;
}

function draftOf({ to, key, priority, session, content, ...rest }: PlannedMessage): Draft {
  return {
    ...rest,
    subject: key,
    groupId: "group" in to ? to.group.id : null,
    chatId: "group" in to ? to.group.chatId : to.chat,
    priority: priority ?? priorities[rest.kind],
    waitsForRun: runKinds.has(rest.kind),
    sessionId: session?.id ?? null,
    told: session?.told ?? null,
    content: withinLimits(content),
  };
}

/** A caption that is too long for Telegram is shortened; a long text is sent in parts. */
function withinLimits(content: MessageContent): MessageContent {
  if (content.form === "text" || content.form === "forward" || content.html === undefined) return content;
  return { ...content, html: shortenHtml(content.html, longestCaption) };
}
