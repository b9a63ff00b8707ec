import type { Db } from "#database/open.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { findSessionsLike } from "./store.ts";
import { noSuchSession } from "./texts.ts";

/** The one session whose id begins as a person wrote it. */
export async function findSessionLike({
  db,
  written,
}: {
  readonly db: Db;
  readonly written: string;
}): Promise<Result<{ readonly id: string; readonly courseId: string }>> {
  const [session, another] = await findSessionsLike(db, written);
  return session === undefined || another !== undefined ? failed(noSuchSession(written)) : ok(session);
}
