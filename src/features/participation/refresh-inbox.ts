import { isDeepStrictEqual } from "node:util";

import { inTransaction, type Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { GroupStay } from "./attendance-store.ts";
import { questionKey, scopeOf, type QuestionReason } from "./decision-rules.ts";
import { changeQuestions, listQuestions, putQuestions, type QuestionRow } from "./identity-store.ts";
import type { Proposal } from "./match-rules.ts";
import { matchStrangers } from "./match-strangers.ts";

/** A bare "iPhone" is worth asking about for so many days; then nobody remembers which it was. */
const daysNameless = 14;

/**
 * Makes the identity inbox say what is open now: one question a name and group (or session), with whom the rules
 * propose. Questions whose stays were recognised meanwhile, or are too old, settle by themselves. Says how many are
 * open.
 */
export async function refreshInbox({ db, now }: { readonly db: Db; readonly now: Instant }): Promise<number> {
  const asked = new Map<string, ReturnType<typeof questionAbout>>();
  const recent = now.subtract({ hours: 24 * daysNameless });
  for await (const strangers of matchStrangers({ db, now })) {
    for (const { stay, match } of strangers) {
      // What is recognised by now gets its student at the next late recognition.
      if (match.kind === "matched") continue;
      const proposals = "proposals" in match ? match.proposals : [];
      if (match.kind === "nameless" && Temporal.Instant.compare(stay.leftAt, recent) < 0) continue;
      const question = questionAbout(stay, match.kind, proposals);
      const before = asked.get(question.key);
      asked.set(question.key, before === undefined ? question : { ...question, firstAt: before.firstAt });
    }
  }
  return await inTransaction(db, async (tx) => {
    const known = await listQuestions(tx, { keys: [...asked.keys()] });
    const before = new Map(known.map((question) => [question.key, question]));
    // Only what is news is written: whoever follows the inbox is told of each change.
    await putQuestions(
      tx,
      [...asked.values()].filter((question) => !saysSame(before.get(question.key), question)),
    );
    const open = await listQuestions(tx, { states: ["open"] });
    const gone = open.filter((question) => !asked.has(question.key)).map((question) => question.id);
    await changeQuestions(tx, gone, { state: "settled" });
    return open.length - gone.length;
  });
}

function saysSame(before: QuestionRow | undefined, now: ReturnType<typeof questionAbout>): boolean {
  if (before === undefined || (before.state !== "open" && before.state !== "dismissed")) return false;
  return (
    before.sessionId === now.sessionId &&
    before.reason === now.reason &&
    before.lastAt.equals(now.lastAt) &&
    isDeepStrictEqual(before.proposals, now.proposals)
  );
}

function questionAbout(stay: GroupStay, reason: QuestionReason, proposals: readonly Proposal[]) {
  const scope = scopeOf(reason, stay.email);
  return {
    key: questionKey({ ...stay, scope }),
    groupId: stay.groupId,
    scope,
    sessionId: stay.sessionId,
    zoomName: stay.zoomName,
    email: stay.email,
    reason,
    proposals,
    state: "open" as const,
    firstAt: stay.joinedAt,
    lastAt: stay.joinedAt,
  };
}
