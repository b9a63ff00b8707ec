import { changeSettings, type SettingChanges } from "#features/school/change-settings.ts";
import { settingAreas, type SettingArea } from "#features/school/settings-rules.ts";
import type { Result } from "#lib/failure.ts";

import type { App } from "./parts.ts";
import { awaitSender } from "./send.ts";
import { settingsRules } from "./stored-settings.ts";

/** What decides where a message goes: a round of sending by the old ones ends before the change is answered. */
const howMessagesLeave: readonly string[] = [...settingAreas.mode, ...settingAreas.telegram];

/** Changes settings and takes them up in this process at once; the others are told. */
export async function changeStoredSettings(
  app: App,
  {
    by,
    changes,
    area,
    version,
  }: {
    readonly by: string;
    readonly changes: SettingChanges;
    /** The area that the person looked at, with its version then. */
    readonly area?: SettingArea;
    readonly version?: string | undefined;
  },
): Promise<Result<void>> {
  const changed = await changeSettings({
    db: app.database.db,
    now: app.clock.now(),
    by,
    box: app.services.box,
    rules: settingsRules(app.config),
    changes,
    seen: area === undefined ? undefined : { names: settingAreas[area], version },
  });
  if (!changed.ok) return changed;
  await app.refresh();
  // Who is told that no message leaves any more may rely on it.
  if (howMessagesLeave.some((name) => name in changes)) await awaitSender(app);
  return changed;
}
