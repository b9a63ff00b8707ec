import type { AttendanceRules } from "#features/participation/rules.ts";
import type { Publishing } from "#features/rankings/announce-rankings.ts";
import type { PublishingDays } from "#features/rankings/period-rules.ts";
import type { MessageKind } from "#features/messages/rules.ts";
import type { Mode, School } from "#features/school/rules.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import type { ChatId, TimeZone } from "#lib/ids.ts";
import type { Secret } from "#lib/secrets.ts";
import { versionOf } from "#lib/version.ts";

import { attendanceSettings } from "./settings/attendance-settings.ts";
import { machineSettings } from "./settings/machine-settings.ts";
import { rankingSettings } from "./settings/ranking-settings.ts";
import { messageSettings } from "./settings/message-settings.ts";
import type { Setting } from "./settings/setting.ts";
import { scenarioSettings } from "./settings/scenario-settings.ts";
import { schoolSettings } from "./settings/school-settings.ts";
import { telegramSettings } from "./settings/telegram-settings.ts";
import { timetableSettings } from "./settings/timetable-settings.ts";
import { zoomConfig, type ZoomConfig } from "./settings/zoom-config.ts";
import { watchSettings } from "./settings/watch-settings.ts";
import { zoomSettings } from "./settings/zoom-settings.ts";

/** Everything that can be set, from the environment or from the file `carillon.env` of the data folder. */
export interface Config {
  readonly school: School;
  /** Path of the school's workbook; when absent the file of the last import is read again. */
  readonly workbook: string | undefined;
  /** What an import that nobody watches does with a workbook of a make never seen before. */
  readonly newShapes: "ask" | "take";
  /** Countries (`CI`) or regions (`FR-67`) whose public holidays have no classes. */
  readonly holidayCountries: readonly string[];
  readonly databaseUrl: Secret | undefined;
  /** What `carillon start` does here: everything, the page alone, or everything but the page. */
  readonly processMode: "all" | "web" | "worker";
  /** What counts as present, late and gone early. */
  readonly attendance: AttendanceRules;
  readonly people: {
    /** Whether students are asked in private who a name in Zoom was. */
    readonly askStudents: boolean;
    /** After how many days personal traces are erased; 0 for never. */
    readonly keepDays: number;
    /** After how many days the bytes of sent pictures and documents go; 0 for never. */
    readonly keepFilesDays: number;
  };
  /** When rankings are published, and what they look like. */
  readonly rankings: {
    readonly days: PublishingDays;
    readonly publishing: Publishing;
    /** What a report of Zoom's does that comes after the ranking: count in the next one, or edit the published one. */
    readonly lateReport: "quiet" | "edit";
  };
  /** Seals the secrets in the database; when absent the data folder's file `secret.key` does. */
  readonly secretKey: Secret | undefined;
  readonly telegram:
    | { readonly token: Secret; readonly apiRoot: string; readonly adminChat: ChatId | undefined }
    | undefined;
  readonly messages: {
    /** Kinds that are sent again when nobody knows whether they arrived. */
    readonly resent: ReadonlySet<MessageKind>;
    /** Minutes before each class for a second reminder; absent when there is none. */
    readonly minutesBefore: number | undefined;
    /** Where a person's tries go, in any mode. */
    readonly testChat: ChatId | undefined;
  };
  readonly zoom: ZoomConfig | undefined;
  /** Nightly backups: where (in the data folder when absent), and how many are kept (0: none is made). */
  readonly backups: { readonly folder: string | undefined; readonly keep: number };
  /** Whether one Python stands by for the next custom scenario. */
  readonly scenarioStandby: boolean;
  /** Where Carillon is reached from outside, without a slash at its end: Telegram delivers there what the bot hears. */
  readonly publicAddress: string | undefined;
  readonly http: { readonly host: string; readonly port: number };
  /** Which channel is passed on to which groups (all when absent). */
  readonly hearing: {
    readonly forwardChannel: ChatId | undefined;
    readonly forwardTo: readonly ChatId[] | undefined;
  };
  /** An outside service that notices our silence. */
  readonly heartbeat: Secret | undefined;
  readonly logLevel: string;
  /** What the environment or `carillon.env` gives, as written there, by name; of a secret, an empty text. */
  readonly given: ReadonlyMap<string, string>;
  /** Tells these settings from others; it tells nothing of a secret. */
  readonly mark: string;
  /** The same settings with what people have stored beneath those given; every wrong one is named. */
  withStored(stored: Readonly<Record<string, string>>): Result<Config>;
}

/** Every setting with its default and what it is for; `carillon help settings` prints this list. */
export const settings = {
  ...schoolSettings,
  ...timetableSettings,
  ...scenarioSettings,
  ...attendanceSettings,
  ...rankingSettings,
  ...machineSettings,
  ...telegramSettings,
  ...zoomSettings,
  ...messageSettings,
  ...watchSettings,
} as const;

/**
 * Reads the settings; every wrong one is named, not only the first. Never shows a secret's value.
 *
 * What the environment gives stands over what people have stored (decision 80).
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  stored: Readonly<Record<string, string>> = {},
): Result<Config> {
  const wrong: string[] = [];
  const all: readonly Setting<unknown>[] = Object.values(settings);
  const given = new Map(
    all.flatMap(({ name }) => {
      const written = environment[name];
      return written === undefined || written === "" ? [] : [[name, written]];
    }),
  );
  function read<T>(which: Setting<T>): T | undefined {
    const value = given.get(which.name) ?? stored[which.name] ?? which.default;
    if (value === undefined) return undefined;
    const parsed = which.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const shown = which.secret ? "•••" : JSON.stringify(value);
    wrong.push(`${which.name}=${shown}: ${parsed.error.issues.map((issue) => issue.message).join("; ")}`);
    return undefined;
  }
  function need<T>(which: Setting<T>, standIn: T): T {
    return read(which) ?? standIn;
  }

  // What several parts want is read once, so that it is also named once when it is wrong.
  const schoolName = need(settings.schoolName, "");
  const schoolZone = need(settings.timeZone, "UTC" as TimeZone);
  const testChat = read(settings.testChat);
  const config: Config = {
    school: {
      name: schoolName,
      language: need(settings.language, "fr"),
      timeZone: schoolZone,
      audienceZones: read(settings.audienceZones) ?? [schoolZone],
      defaultDurationMinutes: need(settings.classMinutes, 60),
      mode: modeOf(need(settings.mode, "live"), testChat, wrong),
    },
    workbook: read(settings.workbook),
    newShapes: need(settings.newShapes, "ask"),
    holidayCountries: read(settings.holidays) ?? [],
    databaseUrl: read(settings.databaseUrl),
    processMode: need(settings.processMode, "all"),
    attendance: {
      presentShare: need(settings.presentPercent, 50) / 100,
      lateMinutes: need(settings.lateMinutes, 10),
      leftEarlyMinutes: need(settings.leftEarlyMinutes, 10),
    },
    people: {
      askStudents: need(settings.askStudents, true),
      keepDays: need(settings.keepDays, 0),
      keepFilesDays: need(settings.keepFilesDays, 0),
    },
    rankings: {
      lateReport: need(settings.lateReport, "quiet"),
      days: { weekly: read(settings.weeklyRanking), monthly: need(settings.monthlyRanking, true) },
      publishing: {
        look: {
          name: schoolName,
          colour: need(settings.schoolColour, ""),
          logo: read(settings.schoolLogo),
        },
        top: need(settings.rankingTop, 5),
        withPictures: need(settings.rankingPictures, true),
      },
    },
    secretKey: read(settings.secretKey),
    telegram: telegramOf(read(settings.telegramToken), need(settings.telegramApiRoot, ""), read(settings.adminChat)),
    messages: {
      resent: need(settings.resentWhenUncertain, new Set()),
      minutesBefore: read(settings.minutesBefore),
      testChat,
    },
    zoom: zoomConfig({ read, need, wrong }),
    backups: { folder: read(settings.backupFolder), keep: need(settings.backupsKept, 0) },
    scenarioStandby: need(settings.scenarioStandby, true),
    publicAddress: read(settings.publicAddress),
    http: { host: need(settings.httpHost, ""), port: need(settings.httpPort, 0) },
    hearing: {
      forwardChannel: read(settings.forwardChannel),
      forwardTo: read(settings.forwardTo),
    },
    heartbeat: read(settings.heartbeat),
    logLevel: need(settings.logLevel, "info"),
    given: new Map(
      all.flatMap(({ name, secret }) => (given.has(name) ? [[name, secret ? "" : (given.get(name) ?? "")]] : [])),
    ),
    mark: versionOf(stored),
    withStored: (more) => readConfig(Object.fromEntries(given), more),
  };
  if (wrong.length === 0) return ok(config);
  const list = wrong.map((line) => `\n  ${line}`).join("");
  return failed({
    code: "config.invalid",
    what: say(`Des réglages ne sont pas valables :${list}`, `Some settings are not valid:${list}`),
    remedy: say(
      "Corrigez-les dans l'environnement ou dans carillon.env, ou, s'ils viennent de la page, par « carillon settings » ; « carillon help settings » les explique.",
      "Correct them in the environment or in carillon.env, or, when they come from the page, by `carillon settings`; `carillon help settings` explains them.",
    ),
  });
}

function modeOf(mode: "live" | "test" | "dry", testChat: ChatId | undefined, wrong: string[]): Mode {
  if (mode !== "test") return { kind: mode };
  if (testChat !== undefined) return { kind: "test group", chatId: testChat };
  wrong.push("CARILLON_MODE=test: CARILLON_TEST_CHAT_ID is not set");
  return { kind: "dry" };
}

function telegramOf(token: Secret | undefined, apiRoot: string, adminChat: ChatId | undefined): Config["telegram"] {
  return token === undefined ? undefined : { token, apiRoot, adminChat };
}
