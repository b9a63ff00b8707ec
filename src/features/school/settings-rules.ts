import type { Editable } from "#lib/version.ts";

/**
 * The settings that people change on the page or by `carillon settings`, by area, named as in the environment.
 *
 * Not among them: what the database is opened with, where Carillon listens, and the addresses of services and folders.
 * With those somebody who signed in could send a secret elsewhere, or read a file of the machine.
 */
export const settingAreas = {
  school: [
    "CARILLON_SCHOOL_NAME",
    "CARILLON_LANGUAGE",
    "CARILLON_TIME_ZONE",
    "CARILLON_AUDIENCE_ZONES",
    "CARILLON_CLASS_MINUTES",
    "CARILLON_HOLIDAYS",
  ],
  workbook: ["CARILLON_NEW_SHAPES"],
  mode: ["CARILLON_MODE", "CARILLON_TEST_CHAT_ID"],
  telegram: ["TELEGRAM_BOT_TOKEN"],
  admin: ["TELEGRAM_ADMIN_CHAT_ID", "TELEGRAM_FORWARD_CHANNEL_ID", "TELEGRAM_FORWARD_TO"],
  zoom: ["ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"],
  meetings: [
    "ZOOM_WEBHOOK_SECRET",
    "ZOOM_PLAN",
    "ZOOM_LINKS",
    "ZOOM_TOPIC",
    "ZOOM_WAITING_ROOM",
    "ZOOM_JOIN_BEFORE_HOST",
    "ZOOM_HOST_POOL",
    "ZOOM_HOST_MEETINGS",
  ],
  messages: ["CARILLON_MINUTES_BEFORE", "CARILLON_RESEND_UNCERTAIN"],
  attendance: ["CARILLON_PRESENT_PERCENT", "CARILLON_LATE_MINUTES", "CARILLON_LEFT_EARLY_MINUTES"],
  rankings: [
    "CARILLON_RANKING_PICTURES",
    "CARILLON_RANKING_TOP",
    "CARILLON_WEEKLY_RANKING",
    "CARILLON_MONTHLY_RANKING",
    "CARILLON_LATE_REPORT",
    "CARILLON_COLOUR",
  ],
  people: ["CARILLON_ASK_STUDENTS", "CARILLON_KEEP_DAYS", "CARILLON_KEEP_FILES_DAYS"],
  backups: ["CARILLON_BACKUPS"],
} as const;

/** One of the areas. */
export type SettingArea = keyof typeof settingAreas;

/** One of the settings. */
export type SettingName = (typeof settingAreas)[SettingArea][number];

/** The areas, in the order in which they are shown. */
export const settingAreaNames = Object.keys(settingAreas) as [SettingArea, ...SettingArea[]];

/** Every setting that people change. */
export const settingNames = Object.values(settingAreas).flat() as [SettingName, ...SettingName[]];

/** A setting as it was stored. */
export interface StoredSetting {
  readonly name: string;
  readonly value: string;
  readonly sealed: boolean;
}

/** How a secret is shown. */
export const hidden = "•••";

/** What a stored secret is sealed for: it does not open under another setting's name. */
export function settingPurpose(name: string): string {
  return `setting.${name}`;
}

/** What a person may edit of these stored settings; of a secret the sealed text's end, which tells only that it changed. */
export function editableSettings(rows: readonly StoredSetting[], names: readonly string[]): Editable {
  const some = rows.filter(({ name }) => names.includes(name));
  return Object.fromEntries(
    some.map(({ name, value, sealed }) => [name, sealed ? `${hidden}${value.slice(-8)}` : value]),
  );
}
