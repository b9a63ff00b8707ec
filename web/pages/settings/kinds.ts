import type { ParseKeys } from "i18next";

import type { SettingName } from "../../../src/features/school/contract.ts";

/** How a setting is asked for. */
export type FieldKind =
  | "text"
  | "number"
  | "secret"
  | "zone"
  | "zones"
  | "words"
  | "chat"
  | "chats"
  | "colour"
  | "messages"
  | "choice";

/** How each setting is asked for; a setting with few values is a choice anyway. */
export const kinds: Readonly<Record<SettingName, FieldKind>> = {
  CARILLON_SCHOOL_NAME: "text",
  CARILLON_LANGUAGE: "choice",
  CARILLON_TIME_ZONE: "zone",
  CARILLON_AUDIENCE_ZONES: "zones",
  CARILLON_CLASS_MINUTES: "number",
  CARILLON_HOLIDAYS: "words",
  CARILLON_NEW_SHAPES: "choice",
  CARILLON_MODE: "choice",
  CARILLON_TEST_CHAT_ID: "chat",
  TELEGRAM_BOT_TOKEN: "secret",
  TELEGRAM_ADMIN_CHAT_ID: "chat",
  TELEGRAM_FORWARD_CHANNEL_ID: "text",
  TELEGRAM_FORWARD_TO: "chats",
  ZOOM_ACCOUNT_ID: "text",
  ZOOM_CLIENT_ID: "text",
  ZOOM_CLIENT_SECRET: "secret",
  ZOOM_WEBHOOK_SECRET: "secret",
  ZOOM_PLAN: "choice",
  ZOOM_LINKS: "choice",
  ZOOM_TOPIC: "text",
  ZOOM_WAITING_ROOM: "choice",
  ZOOM_JOIN_BEFORE_HOST: "choice",
  ZOOM_HOST_POOL: "words",
  ZOOM_HOST_MEETINGS: "words",
  CARILLON_MINUTES_BEFORE: "number",
  CARILLON_RESEND_UNCERTAIN: "messages",
  CARILLON_PRESENT_PERCENT: "number",
  CARILLON_LATE_MINUTES: "number",
  CARILLON_LEFT_EARLY_MINUTES: "number",
  CARILLON_RANKING_PICTURES: "choice",
  CARILLON_RANKING_TOP: "number",
  CARILLON_WEEKLY_RANKING: "choice",
  CARILLON_MONTHLY_RANKING: "choice",
  CARILLON_LATE_REPORT: "choice",
  CARILLON_COLOUR: "colour",
  CARILLON_ASK_STUDENTS: "choice",
  CARILLON_KEEP_DAYS: "number",
  CARILLON_KEEP_FILES_DAYS: "number",
  CARILLON_BACKUPS: "number",
};

type ChoiceWord = Extract<ParseKeys, `settings.choice.${string}`>;

/** Every setting of the page. */
export const settingNames = Object.keys(kinds) as readonly SettingName[];

/** What a setting's values are called. */
export const choiceWords: Readonly<Partial<Record<SettingName, Readonly<Record<string, ChoiceWord>>>>> = {
  CARILLON_LANGUAGE: { fr: "settings.choice.french", en: "settings.choice.english" },
  CARILLON_NEW_SHAPES: { ask: "settings.choice.shapesAsk", take: "settings.choice.shapesTake" },
  ZOOM_PLAN: {
    free: "settings.choice.planFree",
    pro: "settings.choice.planPro",
    business: "settings.choice.planBusiness",
  },
  ZOOM_LINKS: { session: "settings.choice.linkSession", course: "settings.choice.linkCourse" },
  ZOOM_WAITING_ROOM: { yes: "settings.choice.waitingYes", no: "settings.choice.waitingNo" },
  ZOOM_JOIN_BEFORE_HOST: {
    no: "settings.choice.beforeNo",
    "5": "settings.choice.before5",
    "10": "settings.choice.before10",
    "15": "settings.choice.before15",
    any: "settings.choice.beforeAny",
  },
  CARILLON_RANKING_PICTURES: { on: "settings.choice.pictures", off: "settings.choice.textAlone" },
  CARILLON_WEEKLY_RANKING: {
    monday: "settings.choice.monday",
    tuesday: "settings.choice.tuesday",
    wednesday: "settings.choice.wednesday",
    thursday: "settings.choice.thursday",
    friday: "settings.choice.friday",
    saturday: "settings.choice.saturday",
    sunday: "settings.choice.sunday",
    off: "settings.choice.never",
  },
  CARILLON_MONTHLY_RANKING: { on: "settings.choice.lastDay", off: "settings.choice.never" },
  CARILLON_LATE_REPORT: { quiet: "settings.choice.lateNext", edit: "settings.choice.lateEdit" },
  CARILLON_ASK_STUDENTS: { yes: "settings.choice.askYes", no: "settings.choice.askNo" },
};
