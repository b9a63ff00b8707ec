import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import { say } from "#lib/bilingual.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";

import { limitBounds, permissions, type Limits, type Permission } from "./custom-rules.ts";
import {
  changeCustomScenario as changeRow,
  findCustomScenario,
  holdCustomScenario,
  type CustomScenario,
} from "./custom-store.ts";
import { refusedDefinition, unknownScenario } from "./texts.ts";

/** Grants a scenario exactly these permissions, or sets some of its limits; a person decides it. */
export async function changeCustomScenario({
  db,
  clock,
  name,
  change,
  seen,
  by,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly name: string;
  readonly change: { readonly permissions?: readonly Permission[]; readonly limits?: Partial<Limits> };
  /** The mark of the limits that the person began with (`versionOf`). */
  readonly seen?: string | undefined;
  readonly by: string;
}): Promise<Result<CustomScenario>> {
  for (const [limit, value] of Object.entries(change.limits ?? {})) {
    const [least, most] = limitBounds[limit as keyof Limits];
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    const why = say(`${limit} va de ${least} à ${most}.`, `${limit} goes from ${least} to ${most}.`);
    return failed({ ...refusedDefinition(name, why), place: limit });
  }
  return await inTransaction(db, async (tx) => {
    await holdCustomScenario(tx, name);
    const present = await findCustomScenario(tx, name);
    if (present === undefined) return failed(unknownScenario(name));
    const stale = staleEdit(seen, { ...present.limits });
    if (stale !== undefined) return failed(stale);
    const granted = permissions.filter((each) => (change.permissions ?? present.permissions).includes(each));
    const limits = { ...present.limits, ...change.limits };
    await changeRow(tx, name, { permissions: granted, limits });
    await recordChange({
      db: tx,
      now: clock.now(),
      by,
      action: change.permissions === undefined ? "scenario.limited" : "scenario.granted",
      subject: name,
      before: { permissions: present.permissions, limits: present.limits },
      after: { permissions: granted, limits },
    });
    return ok({ ...present, permissions: granted, limits });
  });
}
