import type { Config } from "#config";
import type { Db } from "#database/open.ts";
import type { SettingsRules } from "#features/school/ports.ts";
import {
  editableSettings,
  settingAreas,
  settingPurpose,
  type SettingArea,
  type SettingName,
} from "#features/school/settings-rules.ts";
import { listStoredSettings } from "#features/school/settings-store.ts";
import { settingWrong, testChatWanted, zoomKeysWanted } from "#features/school/texts.ts";
import type { Result } from "#lib/failure.ts";
import type { SealedBox } from "#lib/sealed-box.ts";
import { versionOf } from "#lib/version.ts";

import { choicesOf, pageSettings } from "./page-settings.ts";

/**
 * The settings with what people have stored. A secret that the key no longer opens counts as not stored, and with it the
 * account that it belongs to. Without `box` none opens: for who only wants what is no secret.
 */
export async function withStoredSettings(config: Config, db: Db, box?: SealedBox): Promise<Result<Config>> {
  const rows = await listStoredSettings(db);
  const opened = rows.map(({ name, value, sealed }) => ({
    name,
    written: sealed ? box?.open(value, settingPurpose(name))?.reveal() : value,
  }));
  const isZoomShut = opened.some(({ name, written }) => isZoom(name) && written === undefined);
  const stored = opened.flatMap(({ name, written }) =>
    written === undefined || (isZoomShut && isZoom(name)) ? [] : [[name, written]],
  );
  return config.withStored(Object.fromEntries(stored));
}

/** Zoom's keys go together. */
const isZoom = (name: string) => settingAreas.zoom.some((one) => one === name);

/** What a change is held against. */
export function settingsRules(config: Config): SettingsRules {
  const byName = new Map<string, (typeof pageSettings)[number]>(pageSettings.map((one) => [one.name, one]));
  return {
    kindOf(name) {
      const found = byName.get(name);
      if (found === undefined) return undefined;
      if (config.given.has(name)) return "fixed";
      return found.setting.secret === true ? "secret" : "plain";
    },
    check(name, value) {
      const setting = byName.get(name)?.setting;
      if (setting === undefined || setting.schema.safeParse(value).success) return undefined;
      return settingWrong(name, setting.about);
    },
    checkAll(stored) {
      const isSet = (name: SettingName) => config.given.has(name) || stored[name] !== undefined;
      const mode = config.given.get("CARILLON_MODE") ?? stored["CARILLON_MODE"];
      if (mode === "test" && !isSet("CARILLON_TEST_CHAT_ID")) return testChatWanted;
      const missing = settingAreas.zoom.filter((name) => !isSet(name));
      if (missing[0] !== undefined && missing.length < settingAreas.zoom.length) return zoomKeysWanted(missing[0]);
      const read = config.withStored(stored);
      return read.ok ? undefined : read.failure;
    },
  };
}

/** A setting as it is shown. */
export interface ShownSetting {
  readonly name: SettingName;
  /** As it is in force, written as in the environment; of a secret nothing. */
  readonly value: string | null;
  /** What stands when nobody set it. */
  readonly standard: string | null;
  readonly secret: boolean;
  readonly isSet: boolean;
  /** Given by the environment: not to be changed here. */
  readonly fixed: boolean;
  /** The values that it may have, where they are few words. */
  readonly choices: readonly string[] | null;
}

/** The settings of one area as they stand, and the version of what was stored. */
export interface ShownArea {
  readonly area: SettingArea;
  readonly version: string;
  readonly settings: readonly ShownSetting[];
}

/** Every setting that people change, by area. */
export async function showSettings(config: Config, db: Db): Promise<readonly ShownArea[]> {
  const rows = await listStoredSettings(db);
  const stored = new Map(rows.map((row) => [row.name, row.value]));
  return Object.entries(settingAreas).map(([area, names]) => ({
    area: area as SettingArea,
    version: versionOf(editableSettings(rows, names)),
    settings: pageSettings
      .filter((one) => one.area === area)
      .map(({ name, setting }): ShownSetting => {
        const { secret = false, default: standard = null } = setting;
        const written = config.given.get(name) ?? stored.get(name);
        return {
          name,
          value: secret ? null : (written ?? standard),
          standard,
          secret,
          isSet: written !== undefined,
          fixed: config.given.has(name),
          choices: choicesOf(setting) ?? null,
        };
      }),
  }));
}
