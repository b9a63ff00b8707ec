import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { Schedules } from "./ports.ts";
import { checkCron } from "./rules.ts";
import { changeScenario, findScenario, holdScenario, type ScenarioRow } from "./store.ts";
import { notASchedule, roundForEver, unknownScenario } from "./texts.ts";

/**
 * Enables, disables or reschedules a scenario, or lets it follow another one; the engine's schedule changes in the same
 * transaction. `null` takes the schedule, or the scenario that it follows, away.
 */
export async function editScenario({
  db,
  clock,
  schedules,
  zone,
  name,
  change,
  seen,
  by,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly schedules: Schedules;
  readonly zone: TimeZone;
  readonly name: string;
  readonly change: { readonly enabled?: boolean; readonly cron?: string | null; readonly after?: string | null };
  /** The mark of the schedule that the person began with (`versionOf({ cron, after })`). */
  readonly seen?: string | undefined;
  readonly by: Actor;
}): Promise<Result<ScenarioRow>> {
  const wrong = typeof change.cron === "string" ? checkCron(change.cron, zone) : undefined;
  if (wrong !== undefined) return failed(notASchedule(change.cron ?? "", wrong));
  return await inTransaction(db, async (tx) => {
    const before = await holdScenario(tx, name);
    if (before === undefined) return failed(unknownScenario(name));
    const stale = staleEdit(seen, { cron: before.cron, after: before.after });
    if (stale !== undefined) return failed(stale);
    const refused = await refuseFollowing(tx, name, change.after ?? null);
    if (refused !== undefined) return failed(refused);
    const now = clock.now();
    await changeScenario(tx, name, { ...change, editedAt: now });
    const row = await findScenario(tx, name);
    if (row === undefined) return failed(unknownScenario(name));
    await recordChange({
      db: tx,
      now,
      by,
      action: "scenario.set",
      subject: name,
      before: { enabled: before.enabled, cron: before.cron, after: before.after },
      after: { enabled: row.enabled, cron: row.cron, after: row.after },
    });
    if (row.enabled && row.cron !== null) await schedules.set(tx, name, row.cron);
    else await schedules.remove(tx, name);
    return ok(row);
  });
}

/** Why a scenario cannot follow another: there is none of that name, or a chain would run round for ever. */
async function refuseFollowing(db: Db, name: string, after: string | null): Promise<Failure | undefined> {
  for (let next = after; next !== null;) {
    if (next === name) return roundForEver(name, after ?? "");
    const row = await findScenario(db, next);
    if (row === undefined) return unknownScenario(next);
    next = row.after;
  }
  return undefined;
}
