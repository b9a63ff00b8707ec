import type { Failure } from "#lib/failure.ts";

import { databaseFailure } from "./open.ts";

/**
 * Does `work` with many things at once, in a transaction that `work` opens; where that throws, with each of them alone, so
 * that what is wrong with one takes nothing back of the others.
 *
 * Whoever fails alone too is handed to `failed`, and gives nothing. What is nobody's fault (the database is gone, busy or
 * full) is thrown on: everything is tried again then. Gives what came of each thing that went well.
 */
export async function allOrEach<Thing, Done>({
  things,
  work,
  failed,
}: {
  readonly things: readonly Thing[];
  /** Gives what came of each, in their order. */
  readonly work: (some: readonly Thing[]) => Promise<readonly Done[]>;
  readonly failed: (thing: Thing, failure: Failure) => Promise<void>;
}): Promise<ReadonlyMap<Thing, Done>> {
  const done = new Map<Thing, Done>();
  const doSome = async (some: readonly Thing[]) => {
    const results = await work(some);
    for (const [place, thing] of some.entries()) done.set(thing, results[place] as Done);
  };
  try {
    if (things.length > 0) await doSome(things);
    return done;
  } catch (error) {
    ownFailure(error);
  }
  for (const thing of things) {
    try {
      await doSome([thing]);
    } catch (error) {
      await failed(thing, ownFailure(error));
    }
  }
  return done;
}

/** What is wrong with the thing itself; throws what is wrong with the database. */
function ownFailure(error: unknown): Failure {
  const failure = databaseFailure(error);
  if (failure.code !== "database.failed") throw error;
  return failure;
}
