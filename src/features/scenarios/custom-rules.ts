import { say, type Bilingual } from "#lib/bilingual.ts";

import type { StoppedBy, TraceStep } from "./python-rules.ts";
import type { QueryValue } from "./query-rules.ts";
import { builtInNames } from "./rules.ts";

/** What a person grants to a scenario: see the school's data, change it, write to groups. */
export const permissions = ["read", "write", "send"] as const;
export type Permission = (typeof permissions)[number];

/** What one run may use. */
export interface Limits {
  /** Wall time. */
  readonly seconds: number;
  /** Resident memory of the whole process; Python itself has 170 less. */
  readonly memoryMegabytes: number;
  /** Questions, changes and messages together. */
  readonly calls: number;
  readonly messages: number;
  /** Rows added, changed or deleted. */
  readonly changes: number;
  /** Kilobytes of log; a run that writes more is ended. */
  readonly outputKilobytes: number;
}

/** Source: DESIGN section 8 and the figures set for custom scenarios. */
export const defaultLimits: Limits = {
  seconds: 30,
  memoryMegabytes: 512,
  calls: 20_000,
  messages: 500,
  changes: 5_000,
  outputKilobytes: 500,
};

/** Least and most that a person may set. */
export const limitBounds: Readonly<Record<keyof Limits, readonly [number, number]>> = {
  seconds: [1, 600],
  memoryMegabytes: [300, 2_048],
  calls: [1, 200_000],
  messages: [0, 20_000],
  changes: [0, 50_000],
  outputKilobytes: [1, 5_000],
};

/** The longest code, in characters. */
const mostSource = 200_000;

/** Why a scenario cannot have this name or this code; `undefined` when it can. */
export function refuseDefinition(name: string, source: string): Bilingual | undefined {
  if (!/^[a-z][a-z0-9_]{2,47}$/.test(name)) {
    return say(
      `« ${name.slice(0, 60)} » ne peut pas être le nom d'un scénario : 3 à 48 lettres minuscules, chiffres ou _, une lettre d'abord.`,
      `"${name.slice(0, 60)}" cannot be a scenario's name: 3 to 48 lower-case letters, digits or _, a letter first.`,
    );
  }
  if ((builtInNames as readonly string[]).includes(name)) {
    return say(`« ${name} » est un scénario de Carillon.`, `"${name}" is one of Carillon's own scenarios.`);
  }
  if (source.length > mostSource || source.includes("\0")) {
    return say(
      `Le code doit être du texte d'au plus ${mostSource} caractères.`,
      `The code must be text of at most ${mostSource} characters.`,
    );
  }
  return undefined;
}

/** Values for a row that is added or changed. */
interface Writing {
  readonly model: string;
  readonly id: string;
  readonly values: ReadonlyMap<string, QueryValue | null>;
  /** The row's cells as they were, by which a person knows it; none for one that is added. */
  readonly before: ReadonlyMap<string, unknown>;
}

/** What a run asks to be done, checked, in the order in which it was asked. */
export type Effect =
  | ({ readonly kind: "add" } & Writing)
  | ({ readonly kind: "change" } & Writing)
  | ({ readonly kind: "delete" } & Omit<Writing, "values">)
  | { readonly kind: "send"; readonly to: Recipient; readonly html: string }
  | { readonly kind: "report"; readonly fileName: string; readonly sheets: ReportSheets };

/** Where a message goes: a group of the school, or the admin. */
export interface Recipient {
  readonly groupId: string | undefined;
  readonly chatId: string;
  readonly title: string;
  readonly language: "fr" | "en";
}

/** A cell of a report workbook. */
export type ReportCell = string | number | boolean | null | { readonly day: string } | { readonly epochMs: number };

/** Rows by the sheet's name. */
export type ReportSheets = ReadonlyMap<string, readonly (readonly ReportCell[])[]>;

/** What a run did, or would do. */
export interface Collected {
  readonly effects: readonly Effect[];
  /** Permissions that the code made use of, granted or not. */
  readonly used: ReadonlySet<Permission>;
  readonly rowsRead: number;
}

/** The largest report. */
export const reportBounds = { sheets: 20, cells: 200_000, text: 5_000, files: 5 } as const;

/** A file name that is one in every system: no folder, no control, ending in `.xlsx`. */
export function reportName(given: string): string {
  const plain = given
    .normalize("NFC")
    .replace(/[^\p{L}\p{N} ._-]/gu, "-")
    .replace(/^[. ]+|\.xlsx$/giu, "")
    .slice(0, 80)
    .trim();
  return `${plain === "" ? "report" : plain}.xlsx`;
}

/** Telegram HTML as a person reads it: without tags, each escaped character itself. */
function asRead(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

/** One line that tells an effect to a person. */
export function effectInWords(effect: Effect): Bilingual {
  switch (effect.kind) {
    case "send": {
      const text = asRead(effect.html).replace(/\s+/g, " ").trim().slice(0, 120);
      return say(`Message à « ${effect.to.title} » : ${text}`, `Message to "${effect.to.title}": ${text}`);
    }
    case "report": {
      const rows = [...effect.sheets.values()].reduce((sum, sheet) => sum + sheet.length, 0);
      return say(`Classeur ${effect.fileName} (${rows} lignes)`, `Workbook ${effect.fileName} (${rows} rows)`);
    }
    case "delete":
      return say(
        `Suppression : ${effect.model} ${nameOf(effect.before, effect.id)}`,
        `Deletion: ${effect.model} ${nameOf(effect.before, effect.id)}`,
      );
    case "add":
      return say(`Ajout : ${effect.model} ${valuesOf(effect)}`, `New: ${effect.model} ${valuesOf(effect)}`);
    case "change": {
      const row = `${effect.model} ${nameOf(effect.before, effect.id)}`;
      return say(`Changement : ${row} : ${valuesOf(effect)}`, `Change: ${row}: ${valuesOf(effect)}`);
    }
  }
}

function nameOf(cells: ReadonlyMap<string, unknown>, id: string): string {
  const name = ["name", "title", "text"].map((each) => cells.get(each)).find((each) => typeof each === "string");
  return `"${String(name ?? id).slice(0, 60)}"`;
}

function valuesOf({ values, before }: Extract<Effect, { values: unknown }>): string {
  return [...values]
    .map(([name, value]) => {
      const was = before.has(name) ? `${shown(before.get(name))} → ` : "";
      return `${name} ${was}${shown(value)}`;
    })
    .join(", ");
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "object" && "epochMs" in value) {
    return Temporal.Instant.fromEpochMilliseconds(Number(value.epochMs)).toString({ smallestUnit: "minute" });
  }
  return String(value).slice(0, 100);
}

/** Why a process was ended, in a person's words. */
export const stoppedWords: Readonly<Record<StoppedBy, Bilingual>> = {
  time: say("il a dépassé sa limite de temps", "it went over its time limit"),
  cpu: say("il a dépassé sa limite de calcul", "it went over its limit of computing time"),
  memory: say("il a dépassé sa limite de mémoire", "it went over its memory limit"),
  output: say("il a écrit trop de lignes dans le journal", "it wrote too much into the log"),
  calls: say("il a posé trop de questions à Carillon", "it asked Carillon too many questions"),
  cancelled: say("une personne l'a annulé", "a person cancelled it"),
  closing: say("Carillon s'arrêtait", "Carillon was stopping"),
  crash: say("son processus s'est arrêté de lui-même", "its process ended by itself"),
  starved: say(
    "le système a arrêté son processus, sans doute par manque de mémoire",
    "the system ended its process, most likely for want of memory",
  ),
  forged: say("il a tenté de parler à Carillon autrement que par Python", "it tried to speak to Carillon past Python"),
  "no-start": say("Python n'a pas pu démarrer", "Python could not start"),
};

/** The last line of the author's code before an error: where a person looks first. */
export function lastStep(steps: readonly TraceStep[]): TraceStep | undefined {
  return steps.at(-1);
}
