import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Clock } from "#lib/clock.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";

import { failureOf, noFunction, notPython } from "./custom-failure-rules.ts";
import { defaultLimits, refuseDefinition } from "./custom-rules.ts";
import {
  addCustomScenario,
  addVersion,
  changeCustomScenario,
  findCustomScenario,
  holdCustomScenario,
  listVersions,
  type ScenarioVersion,
} from "./custom-store.ts";
import type { PythonPort } from "./ports.ts";
import { addScenarioIfMissing, bringBack } from "./store.ts";
import { refusedDefinition, taken } from "./texts.ts";

/**
 * Saves a scenario's code as its next version; a new name makes a new scenario, enabled, without schedule and
 * without any permission. Code that is not Python, or that defines no `run_scenario`, is refused with its line.
 */
export async function saveCustomScenario({
  db,
  clock,
  python,
  name,
  code,
  title,
  note,
  seen,
  mustBeNew = false,
  by,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly python: PythonPort;
  readonly name: string;
  readonly code: string;
  /** How lists call a new scenario; its name when absent. */
  readonly title?: string | undefined;
  readonly note?: string | undefined;
  /** The mark of the code that the person began with (`versionOf({ code })`). */
  readonly seen?: string | undefined;
  /** Refuses a name that is taken, instead of giving that scenario another code. */
  readonly mustBeNew?: boolean | undefined;
  readonly by: string;
}): Promise<Result<{ readonly version: number; readonly isNew: boolean; readonly changed: boolean }>> {
  const refused = refuseDefinition(name, code);
  if (refused !== undefined) return failed(refusedDefinition(name, refused));
  const wrong = await refuseCode(python, name, code);
  if (wrong !== undefined) return failed(wrong);
  return await inTransaction(db, async (tx) => {
    const now = clock.now();
    const shown = title ?? name;
    const isAdded = await addScenarioIfMissing(tx, {
      name,
      kind: "custom",
      title: say(shown, shown),
      icon: "code",
      colour: "violet",
      enabled: true,
      cron: null,
      after: null,
      createdAt: now,
    });
    const isNew = isAdded || (await bringBack(tx, name, say(shown, shown), now));
    if (mustBeNew && !isNew) return failed(taken(name));
    await holdCustomScenario(tx, name);
    const present = isNew ? undefined : await findCustomScenario(tx, name);
    const stale = present === undefined ? undefined : staleEdit(seen, { code: present.code });
    if (stale !== undefined) return failed(stale);
    if (present?.code === code) return ok({ version: present.version, isNew: false, changed: false });
    const version = ((await listVersions(tx, name))[0]?.version ?? 0) + 1;
    if (present === undefined) await addCustomScenario(tx, { name, version, permissions: [], limits: defaultLimits });
    const line: ScenarioVersion = { scenario: name, version, code, savedAt: now, savedBy: by, note: note ?? null };
    await addVersion(tx, line);
    await changeCustomScenario(tx, name, { version });
    const before = present === undefined ? undefined : { version: present.version };
    await recordChange({ db: tx, now, by, action: "scenario.saved", subject: name, before, after: { version } });
    return ok({ version, isNew, changed: true });
  });
}

async function refuseCode(python: PythonPort, name: string, code: string): Promise<Failure | undefined> {
  const end = await python.check(code);
  if (end.how === "syntax") return notPython(name, end);
  if (end.how === "checked") return end.defines ? undefined : noFunction(name);
  return failureOf(name, end, defaultLimits);
}
