import type { Db } from "#database/open.ts";

import { nameStay, type StayRow } from "./attendance-store.ts";
import type { StayBefore } from "./decision-rules.ts";

/** Says by a person's decision who these stays were (`null`: nobody's); gives how they were before. */
export async function decideStays({
  db,
  stays,
  studentId,
  decisionId,
}: {
  readonly db: Db;
  readonly stays: readonly StayRow[];
  readonly studentId: string | null;
  readonly decisionId: number;
}): Promise<readonly StayBefore[]> {
  for (const stay of stays) await nameStay(db, stay, { studentId, recognisedBy: "decision", decisionId });
  return stays.map(({ sessionId, stayId, studentId: before, recognisedBy, decisionId: earlier }) => ({
    sessionId,
    stayId,
    studentId: before,
    recognisedBy,
    decisionId: earlier,
  }));
}
