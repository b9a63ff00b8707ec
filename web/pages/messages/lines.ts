import type { InferContractRouterOutputs } from "@orpc/contract";

import type { messagesContract } from "../../../src/features/messages/contract.ts";

type Answers = InferContractRouterOutputs<typeof messagesContract>;

/** A line of the outbox. */
export type OutboxRow = Answers["list"]["rows"][number];
/** A message with its history. */
export type WholeMessage = Answers["show"];
/** A text that the school may word itself. */
export type Template = Answers["templates"][number];
/** Where a message stands. */
export type State = OutboxRow["state"];
/** What a message is for. */
export type Kind = OutboxRow["kind"];

/** Every state, what needs a person first. */
export const states: readonly State[] = [
  "failed",
  "uncertain",
  "held",
  "planned",
  "sending",
  "sent",
  "cancelled",
  "expired",
];

/** Every kind. */
export const kinds: readonly Kind[] = [
  "reminder",
  "starting",
  "change",
  "ranking",
  "announcement",
  "custom",
  "badge",
  "digest",
  "alarm",
  "question",
  "nudge",
  "answer",
  "forward",
  "trial",
];
