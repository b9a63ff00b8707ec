import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { logoSetting, readLogo, weighLogo } from "./logo-rules.ts";
import { dropSetting, holdStoredSettings, storeSetting, tellSettingsChanged } from "./settings-store.ts";
import { logoNotThere, settingFixed } from "./texts.ts";

/**
 * Puts a picture in the place of the school's logo, or takes it away (`undefined`). Every process is told when it is
 * committed; the audit says what was there by its kind and size, not by its bytes.
 */
export async function changeLogo({
  db,
  now,
  by,
  isFixed,
  picture,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: string;
  /** Whether the environment gives the logo. */
  readonly isFixed: boolean;
  /** The file that a person chose; it is read when it is not too heavy. */
  readonly picture: Pick<Blob, "size" | "arrayBuffer"> | undefined;
}): Promise<Result<void>> {
  if (isFixed) return failed(settingFixed(logoSetting));
  const weighed = weighLogo(picture?.size ?? 0);
  if (!weighed.ok) return weighed;
  const bytes = picture === undefined ? undefined : new Uint8Array(await picture.arrayBuffer());
  const read = bytes === undefined ? undefined : readLogo(bytes);
  if (read?.ok === false) return read;
  return await inTransaction(db, async (tx) => {
    const before = (await holdStoredSettings(tx)).find(({ name }) => name === logoSetting);
    if (before === undefined && bytes === undefined) return failed(logoNotThere);
    if (bytes === undefined || read === undefined) await dropSetting(tx, logoSetting);
    else {
      const value = `data:${read.value.type};base64,${Buffer.from(bytes).toString("base64")}`;
      await storeSetting(tx, { name: logoSetting, value, sealed: false, changedAt: now });
    }
    const told = read === undefined ? null : `${read.value.width} × ${read.value.height}`;
    await recordChange({
      db: tx,
      now,
      by,
      action: "setting.changed",
      subject: logoSetting,
      before: { value: before === undefined ? null : "…" },
      after: { value: told },
    });
    await tellSettingsChanged(tx);
    return ok(undefined);
  });
}
