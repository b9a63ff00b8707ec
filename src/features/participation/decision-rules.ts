import { aliasKey, readName } from "#features/roster/name-rules.ts";
import { isBefore } from "#lib/clock.ts";

import type { Match, Proposal } from "./match-rules.ts";
import type { Interval } from "./rules.ts";

/** Why a name in Zoom is a question: what the matching rules said of it. */
export type QuestionReason = Exclude<Match["kind"], "matched">;

/** `settled`: nobody needed to answer, since the name was recognised meanwhile or its stays are gone. */
export type QuestionState = "open" | "answered" | "dismissed" | "settled";

/**
 * What a person decided: who a name is (`answer`), that it is nobody's (`dismiss`), who was in one session
 * (`assign`), a name or an address of a student (`learn`), that two rows are one person (`merge`), that one row is
 * two (`split`).
 */
export type DecisionKind = "answer" | "dismiss" | "assign" | "learn" | "merge" | "split";

/** A stay with who it was before a decision. */
export interface StayBefore {
  readonly sessionId: string;
  readonly stayId: string;
  readonly studentId: string | null;
  readonly recognisedBy: string | null;
  readonly decisionId: number | null;
}

/** What undoing a decision needs to know. Holds ids only, so that it can outlive a student's name. */
export interface DecisionDetails {
  /** The stays whose student it changed, as they were. */
  readonly stays?: readonly StayBefore[];
  /** Of `merge`: the rows that were pointed at another, and where they pointed before. */
  readonly merged?: readonly { readonly studentId: string; readonly before: string | null }[];
  /** Of `split`: the identities that changed hands, and the student they were taken from. */
  readonly identities?: readonly number[];
  readonly from?: string;
  /** A student who was made by this decision. */
  readonly made?: string;
}

/**
 * Whether an answer about a name is remembered for the next session: not that of a bare device, nor of a name
 * that several students bear; an e-mail beside it makes it one person's.
 */
export function scopeOf(reason: QuestionReason, email: string | null): "name" | "session" {
  return email === null && (reason === "nameless" || reason === "ambiguous") ? "session" : "name";
}

/** One name of one group, and of one session where an answer reaches no further. */
export function questionKey({
  groupId,
  scope,
  sessionId,
  zoomName,
  email,
}: {
  readonly groupId: string;
  readonly scope: "name" | "session";
  readonly sessionId: string;
  readonly zoomName: string;
  readonly email: string | null;
}): string {
  return [groupId, scope === "session" ? sessionId : "", aliasKey(zoomName), email?.toLowerCase() ?? ""].join("\n");
}

/** Whether a name says anything of a person, so that it can be remembered as somebody's. */
export function namesSomebody(zoomName: string): boolean {
  return readName(zoomName).readings.length > 0;
}

/** Whether two of these stays were at the same time: then they may be two people. A rejoin is not. */
export function overlap(stays: readonly Interval[]): boolean {
  const sorted = stays.toSorted((a, b) => Temporal.Instant.compare(a.joinedAt, b.joinedAt));
  return sorted.some((stay, index) => {
    const before = sorted[index - 1];
    return before !== undefined && isBefore(stay.joinedAt, before.leftAt);
  });
}

/** From this likeness on a student is asked; below, only the operator sees the proposal. */
const askedFrom = 0.85;

/** Whom to ask whether a name is theirs: the student most alike who has not said no. */
export function candidateFor(question: {
  readonly proposals: readonly Proposal[];
  readonly refusedBy: readonly string[];
}): string | undefined {
  return question.proposals.find(
    ({ studentId, likeness }) => likeness >= askedFrom && !question.refusedBy.includes(studentId),
  )?.studentId;
}
