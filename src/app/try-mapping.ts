import { rehearse, type Db } from "#database/open.ts";
import { listRememberedMappings } from "#features/timetable/mapping-store.ts";
import type { Workbook } from "#features/timetable/ports.ts";
import { rememberMapping, type MappingDecision } from "#features/timetable/remember-mapping.ts";
import type { RememberedMapping } from "#features/timetable/shape-rules.ts";
import type { Clock } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";

/** What would be remembered if a person decided so about a workbook's sheet: it is decided and taken back. */
export async function tryMapping({
  db,
  clock,
  workbook,
  decision,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly workbook: Workbook;
  readonly decision: MappingDecision;
}): Promise<Result<readonly RememberedMapping[]>> {
  return await rehearse(db, async (tx) => {
    const decided = await rememberMapping({ db: tx, clock, by: "preview", workbook, decision });
    return decided.ok ? ok(await listRememberedMappings(tx)) : decided;
  });
}
