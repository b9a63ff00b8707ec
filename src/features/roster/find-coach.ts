import type { Db } from "#database/open.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { comparableName } from "./name-rules.ts";
import { listCoaches } from "./student-store.ts";

/** The coach whom a person means: by name, or by a part of it that only one bears. */
export async function findCoach({
  db,
  which,
}: {
  readonly db: Db;
  readonly which: string;
}): Promise<Result<{ readonly id: string; readonly name: string }>> {
  const wanted = comparableName(which);
  const all = await listCoaches(db);
  const named = all.filter((coach) => comparableName(coach.name) === wanted);
  const likely = named.length > 0 ? named : all.filter((coach) => comparableName(coach.name).includes(wanted));
  const [only] = likely;
  if (likely.length === 1 && only !== undefined) return ok(only);
  const list = (likely.length > 0 ? likely : all).map((coach) => `\n  ${coach.name}`).join("");
  return failed({
    code: "coach.unknown",
    what: say(`Aucun professeur ne répond seul à « ${which} ».`, `No coach alone answers to "${which}".`),
    remedy: say(`Écrivez l'un de ces noms :${list}`, `Write one of these names:${list}`),
    place: which,
  });
}
