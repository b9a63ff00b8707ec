import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import type { SealedBox } from "#lib/sealed-box.ts";
import { Secret } from "#lib/secrets.ts";
import { staleEdit } from "#lib/version.ts";

import type { SettingsRules } from "./ports.ts";
import { dropSetting, holdStoredSettings, storeSetting, tellSettingsChanged } from "./settings-store.ts";
import { editableSettings, hidden, settingPurpose, type StoredSetting } from "./settings-rules.ts";
import { settingFixed, settingUnknown } from "./texts.ts";

/** What a person wants of a setting: a text sets it, `null` takes it back to its default. */
export type SettingChanges = Readonly<Record<string, string | null>>;

/**
 * Changes settings: all that are wanted, or none. Every process of the database is told when it is committed.
 *
 * A secret is sealed, and the audit says only that it changed. What the environment gives cannot be changed here.
 */
export async function changeSettings({
  db,
  now,
  by,
  box,
  rules,
  changes,
  seen,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: string;
  readonly box: SealedBox;
  readonly rules: SettingsRules;
  /** By name, as in the environment. */
  readonly changes: SettingChanges;
  /** The names that the person looked at and their version then; nothing is refused as stale without it. */
  readonly seen?: { readonly names: readonly string[]; readonly version: string | undefined } | undefined;
}): Promise<Result<void>> {
  const wanted = Object.entries(changes).map(([name, written]) => ({ name, value: written?.trim() ?? "" }));
  const wrong = wanted.map(({ name, value }) => judge(rules, name, value)).find((failure) => failure !== undefined);
  if (wrong !== undefined) return failed(wrong);
  return await inTransaction(db, async (tx) => {
    const rows = await holdStoredSettings(tx);
    const stale = staleEdit(seen?.version, editableSettings(rows, seen?.names ?? []));
    if (stale !== undefined) return failed(stale);
    const before = new Map(rows.map((row) => [row.name, writtenOf(row, box)]));
    const after = new Map([...before, ...wanted.map(({ name, value }) => [name, value] as const)]);
    const stored = [...after].flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value]]));
    const apart = rules.checkAll(Object.fromEntries(stored));
    if (apart !== undefined) return failed(apart);

    const changed = wanted.filter(({ name, value }) => value !== (before.get(name) ?? ""));
    for (const { name, value } of changed) {
      const sealed = rules.kindOf(name) === "secret";
      const shown = (text: string) => (text === "" ? null : sealed ? hidden : text);
      const kept = sealed ? box.seal(new Secret(value), settingPurpose(name)) : value;
      if (value === "") await dropSetting(tx, name);
      else await storeSetting(tx, { name, value: kept, sealed, changedAt: now });
      await recordChange({
        db: tx,
        now,
        by,
        action: "setting.changed",
        subject: name,
        before: { value: shown(before.get(name) ?? "") },
        after: { value: shown(value) },
      });
    }
    if (changed.length > 0) await tellSettingsChanged(tx);
    return ok(undefined);
  });
}

/** As it would be written in the environment; `undefined` when the key no longer opens it. */
function writtenOf({ name, value, sealed }: StoredSetting, box: SealedBox): string | undefined {
  return sealed ? box.open(value, settingPurpose(name))?.reveal() : value;
}

function judge(rules: SettingsRules, name: string, value: string): Failure | undefined {
  const kind = rules.kindOf(name);
  if (kind === undefined) return settingUnknown(name);
  if (kind === "fixed") return settingFixed(name);
  return value === "" ? undefined : rules.check(name, value);
}
