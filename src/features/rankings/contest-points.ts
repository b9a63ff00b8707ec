import { inTransaction, type Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { addContest, countOpenContests, type ContestRow } from "./contest-store.ts";
import { listEntries, type LedgerLine } from "./ledger-store.ts";
import { noSuchLine, tooManyContests } from "./texts.ts";

/** A student has at most so many contests waiting. */
const mostOpen = 5;

/** What the school reads of a contest is no longer than this. */
const mostWords = 500;

/** A contest with the ledger lines that speak to it, newest first. */
export interface OpenedContest {
  readonly contest: ContestRow;
  readonly evidence: readonly LedgerLine[];
}

/**
 * Keeps that a student says something is wrong with their points: with one line of the ledger, or with what is
 * missing there. Their words are kept because they are meant for the school.
 */
export async function contestPoints({
  db,
  now,
  studentId,
  groupId,
  entryId,
  words,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly studentId: string;
  readonly groupId: string;
  /** The number of the ledger line; absent when points are missing. */
  readonly entryId: number | undefined;
  readonly words: string;
}): Promise<Result<OpenedContest>> {
  return await inTransaction(db, async (tx) => {
    if ((await countOpenContests(tx, studentId)) >= mostOpen) return failed(tooManyContests(mostOpen));
    const lines = await listEntries(tx, { studentId, limit: 200 });
    const line = lines.find((one) => one.id === entryId);
    if (entryId !== undefined && line === undefined) return failed(noSuchLine(entryId));
    const contest = await addContest(tx, {
      studentId,
      groupId: line?.groupId ?? groupId,
      source: line?.source ?? null,
      words: words.slice(0, mostWords),
      openedAt: now,
      state: "open",
    });
    const evidence = line === undefined ? lines.slice(0, 10) : lines.filter((one) => one.source === line.source);
    return ok({ contest, evidence });
  });
}
