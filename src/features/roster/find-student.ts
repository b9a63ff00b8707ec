import type { Db } from "#database/open.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { comparableName } from "./name-rules.ts";
import { findPerson, findPersonByTelegram, searchStudents, type StudentRow } from "./student-store.ts";
import { unknownStudent } from "./texts.ts";

/** So many namesakes are listed in a failure, at most. */
const mostListed = 10;

/**
 * The student whom a person means: by id or its beginning, by Telegram number, or by a name that only one bears.
 */
export async function findStudent({
  db,
  which,
}: {
  readonly db: Db;
  readonly which: string;
}): Promise<Result<StudentRow>> {
  const exact = (await findPerson(db, which)) ?? (await findPersonByTelegram(db, which));
  if (exact?.erasedAt === null) return ok(exact);
  const found = await searchStudents(db, { text: which, limit: 200 });
  const wanted = comparableName(which);
  const named = found.filter((student) => comparableName(student.displayName) === wanted);
  const likely = named.length > 0 ? named : found;
  const [only] = likely;
  if (likely.length === 1 && only !== undefined) return ok(only);
  if (only === undefined) return failed(unknownStudent(which));
  const list = likely.slice(0, mostListed).map((student) => `\n  ${student.id.slice(0, 8)}  ${student.displayName}`);
  return failed({
    code: "student.several",
    what: say(
      `${likely.length} élèves répondent à « ${which} » :${list.join("")}`,
      `${likely.length} students answer to "${which}":${list.join("")}`,
    ),
    remedy: say("Donnez le début de l'identifiant.", "Give the beginning of the id."),
    place: which,
  });
}
