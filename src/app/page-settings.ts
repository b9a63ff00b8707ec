import { z } from "zod";

import { settings } from "#config";
import { settingAreas, type SettingArea, type SettingName } from "#features/school/settings-rules.ts";

import type { Setting } from "../settings/setting.ts";

const byName: ReadonlyMap<string, Setting<unknown>> = new Map(
  Object.values(settings).map((setting: Setting<unknown>) => [setting.name, setting]),
);

/** A setting that people change, with its area. */
export interface PageSetting {
  readonly area: SettingArea;
  readonly name: SettingName;
  readonly setting: Setting<unknown>;
}

/** Every setting that people change. */
export const pageSettings: readonly PageSetting[] = Object.entries(settingAreas).flatMap(([area, names]) =>
  names.flatMap((name: SettingName) => {
    const setting = byName.get(name);
    return setting === undefined ? [] : [{ area: area as SettingArea, name, setting }];
  }),
);

/** The values that a setting may have, where they are few words. */
export function choicesOf({ schema }: Setting<unknown>): readonly string[] | undefined {
  const written: unknown = schema instanceof z.ZodPipe ? schema.in : schema;
  return written instanceof z.ZodEnum ? written.options.map(String) : undefined;
}
