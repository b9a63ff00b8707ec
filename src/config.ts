import { z } from "zod";

import type { Mode, School } from "#features/school/rules.ts";
import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { chatId, timeZone, type ChatId, type TimeZone } from "#lib/ids.ts";
import { Secret } from "#lib/secrets.ts";

/** Everything that can be set, from the environment or from the file `carillon.env` of the data folder. */
export interface Config {
  readonly school: School;
  /** Path of the school's workbook; when absent the file of the last import is read again. */
  readonly workbook: string | undefined;
  readonly databaseUrl: Secret | undefined;
  readonly telegram:
    | { readonly token: Secret; readonly apiRoot: string; readonly adminChat: ChatId | undefined }
    | undefined;
  readonly zoom:
    | {
        readonly accountId: string;
        readonly clientId: string;
        readonly clientSecret: Secret;
        readonly apiBase: string;
        readonly oauthBase: string;
      }
    | undefined;
  readonly http: { readonly host: string; readonly port: number };
  readonly logLevel: string;
}

interface Setting<T> {
  readonly name: string;
  readonly schema: z.ZodType<T, string>;
  /** As it would be written in the environment; `undefined` means "not set". */
  readonly default: string | undefined;
  readonly secret?: true;
  readonly about: Bilingual;
}

function setting<T>(definition: Setting<T>): Setting<T> {
  return definition;
}

const text = z.string().trim().min(1);
const zone = text.transform((value, context): TimeZone => {
  const found = timeZone(value);
  if (found !== undefined) return found;
  context.addIssue({ code: "custom", message: "not an IANA time zone such as Europe/Paris" });
  return z.NEVER;
});
const chat = text.transform((value, context): ChatId => {
  const found = chatId(value);
  if (found !== undefined) return found;
  context.addIssue({ code: "custom", message: "not a chat id such as -1001234567890" });
  return z.NEVER;
});
const secret = text.transform((value) => new Secret(value));
const address = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ""));
const wholeNumber = (least: number, most: number) =>
  text.regex(/^\d+$/, "not a whole number").transform(Number).pipe(z.number().min(least).max(most));

/** Every setting with its default and what it is for; `carillon help settings` prints this list. */
export const settings = {
  schoolName: setting({
    name: "CARILLON_SCHOOL_NAME",
    schema: text,
    default: "Carillon",
    about: say("Nom de l'école, tel que les élèves le lisent.", "The school's name, as students read it."),
  }),
  language: setting<Language>({
    name: "CARILLON_LANGUAGE",
    schema: z.enum(["fr", "en"]),
    default: "fr",
    about: say("Langue des messages : fr ou en.", "Language of the messages: fr or en."),
  }),
  timeZone: setting({
    name: "CARILLON_TIME_ZONE",
    schema: zone,
    default: "Africa/Abidjan",
    about: say(
      "Fuseau horaire de l'école (IANA) : c'est lui qui fixe 8:00 et 20:00.",
      "The school's time zone (IANA): it fixes 8:00 and 20:00.",
    ),
  }),
  audienceZones: setting({
    name: "CARILLON_AUDIENCE_ZONES",
    schema: text.pipe(
      z.transform((value: string) => value.split(",").map((part) => part.trim())).pipe(z.array(zone).min(1)),
    ),
    default: undefined,
    about: say(
      "Fuseaux des élèves, séparés par des virgules : un message donne l'heure dans chacun. Par défaut, celui de l'école.",
      "The students' zones, separated by commas: a message gives the time in each. By default the school's.",
    ),
  }),
  classMinutes: setting({
    name: "CARILLON_CLASS_MINUTES",
    schema: wholeNumber(5, 600),
    default: "60",
    about: say(
      "Durée d'un cours, en minutes, quand le classeur ne la donne pas.",
      "Length of a class in minutes when the workbook does not give it.",
    ),
  }),
  mode: setting({
    name: "CARILLON_MODE",
    schema: z.enum(["live", "test", "dry"]),
    default: "live",
    about: say(
      "live : envoie aux groupes ; test : envoie tout au groupe de test ; dry : n'envoie rien.",
      "live: sends to the groups; test: sends everything to the test group; dry: sends nothing.",
    ),
  }),
  testChat: setting({
    name: "CARILLON_TEST_CHAT_ID",
    schema: chat,
    default: undefined,
    about: say("Groupe de test du mode test.", "The test group of the test mode."),
  }),
  workbook: setting({
    name: "CARILLON_WORKBOOK",
    schema: text,
    default: undefined,
    about: say(
      "Chemin du classeur de l'école. Par défaut, le dernier fichier importé.",
      "Path of the school's workbook. By default the file imported last.",
    ),
  }),
  databaseUrl: setting({
    name: "DATABASE_URL",
    schema: z.url({ protocol: /^postgres(ql)?$/ }).transform((value) => new Secret(value)),
    default: undefined,
    secret: true,
    about: say(
      "Un PostgreSQL 15 ou plus. Par défaut, Carillon apporte le sien dans le dossier de données.",
      "A PostgreSQL 15 or newer. By default Carillon brings its own, in the data folder.",
    ),
  }),
  telegramToken: setting({
    name: "TELEGRAM_BOT_TOKEN",
    schema: secret,
    default: undefined,
    secret: true,
    about: say("Le jeton du bot, donné par @BotFather.", "The bot's token, given by @BotFather."),
  }),
  telegramApiRoot: setting({
    name: "TELEGRAM_API_ROOT",
    schema: address,
    default: "https://api.telegram.org",
    about: say("Adresse de l'API de Telegram.", "Address of Telegram's API."),
  }),
  adminChat: setting({
    name: "TELEGRAM_ADMIN_CHAT_ID",
    schema: chat,
    default: undefined,
    about: say(
      "Conversation Telegram de la personne prévenue quand une étape échoue.",
      "Telegram chat of the person told when a step fails.",
    ),
  }),
  zoomAccountId: setting({
    name: "ZOOM_ACCOUNT_ID",
    schema: text,
    default: undefined,
    about: say("Compte Zoom (application Server-to-Server OAuth).", "Zoom account (Server-to-Server OAuth app)."),
  }),
  zoomClientId: setting({
    name: "ZOOM_CLIENT_ID",
    schema: text,
    default: undefined,
    about: say("Identifiant de l'application Zoom.", "Client id of the Zoom app."),
  }),
  zoomClientSecret: setting({
    name: "ZOOM_CLIENT_SECRET",
    schema: secret,
    default: undefined,
    secret: true,
    about: say("Secret de l'application Zoom.", "Client secret of the Zoom app."),
  }),
  zoomApiBase: setting({
    name: "ZOOM_API_BASE",
    schema: address,
    default: "https://api.zoom.us/v2",
    about: say("Adresse de l'API de Zoom.", "Address of Zoom's API."),
  }),
  zoomOauthBase: setting({
    name: "ZOOM_OAUTH_BASE",
    schema: address,
    default: "https://zoom.us",
    about: say("Adresse des jetons de Zoom.", "Address of Zoom's tokens."),
  }),
  httpHost: setting({
    name: "HOST",
    schema: text,
    default: "127.0.0.1",
    about: say("Adresse où Carillon répond.", "Address where Carillon answers."),
  }),
  httpPort: setting({
    name: "PORT",
    schema: wholeNumber(0, 65_535),
    default: "4280",
    about: say("Port où Carillon répond ; 0 en choisit un libre.", "Port where Carillon answers; 0 picks a free one."),
  }),
  logLevel: setting({
    name: "LOG_LEVEL",
    schema: z.enum(["trace", "debug", "info", "warn", "error", "silent"]),
    default: "info",
    about: say("Détail du journal technique.", "Detail of the technical log."),
  }),
} as const;

/** Reads the settings; every wrong one is named, not only the first. Never shows a secret's value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Result<Config> {
  const wrong: string[] = [];
  function read<T>(which: Setting<T>): T | undefined {
    const written = environment[which.name];
    const value = written === undefined || written === "" ? which.default : written;
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

  const schoolZone = need(settings.timeZone, "UTC" as TimeZone);
  const config: Config = {
    school: {
      name: need(settings.schoolName, ""),
      language: need(settings.language, "fr"),
      timeZone: schoolZone,
      audienceZones: read(settings.audienceZones) ?? [schoolZone],
      defaultDurationMinutes: need(settings.classMinutes, 60),
      mode: modeOf(need(settings.mode, "live"), read(settings.testChat), wrong),
    },
    workbook: read(settings.workbook),
    databaseUrl: read(settings.databaseUrl),
    telegram: telegramOf(read(settings.telegramToken), need(settings.telegramApiRoot, ""), read(settings.adminChat)),
    zoom: zoomOf(
      read(settings.zoomAccountId),
      read(settings.zoomClientId),
      read(settings.zoomClientSecret),
      { apiBase: need(settings.zoomApiBase, ""), oauthBase: need(settings.zoomOauthBase, "") },
      wrong,
    ),
    http: { host: need(settings.httpHost, ""), port: need(settings.httpPort, 0) },
    logLevel: need(settings.logLevel, "info"),
  };
  if (wrong.length === 0) return ok(config);
  const list = wrong.map((line) => `\n  ${line}`).join("");
  return failed({
    code: "config.invalid",
    what: say(`Des réglages ne sont pas valables :${list}`, `Some settings are not valid:${list}`),
    remedy: say(
      "Corrigez-les dans l'environnement ou dans carillon.env ; « carillon help settings » les explique.",
      "Correct them in the environment or in carillon.env; `carillon help settings` explains them.",
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

function zoomOf(
  accountId: string | undefined,
  clientId: string | undefined,
  clientSecret: Secret | undefined,
  bases: { readonly apiBase: string; readonly oauthBase: string },
  wrong: string[],
): Config["zoom"] {
  if (accountId !== undefined && clientId !== undefined && clientSecret !== undefined) {
    return { accountId, clientId, clientSecret, ...bases };
  }
  if (accountId !== undefined || clientId !== undefined || clientSecret !== undefined) {
    wrong.push("ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET: all three are needed, or none");
  }
  return undefined;
}
