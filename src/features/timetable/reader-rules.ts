import type { Language } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import { readDays, type Days } from "./day-rules.ts";
import { readGroup, type ReadGroup } from "./group-rules.ts";
import type { CellValue } from "./ports.ts";
import { fold } from "./text-rules.ts";
import { readTime, type Time } from "./time-rules.ts";
import { readTitle, type Title } from "./title-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

/** Reads cells of one workbook; what was read once is not read again, since a timetable says the same things often. */
export interface CellReader {
  time(cell: CellValue): Time;
  days(text: string): Days;
  group(cell: CellValue): ReadGroup;
  title(text: string): Title;
  zone(text: string): TimeZone | undefined;
}

/** A reader with nothing read yet. */
export function cellReader(): CellReader {
  const byText = remembering(readTime, textKey);
  return {
    time: (cell) => (cell.kind === "text" ? byText(cell) : readTime(cell)),
    days: remembering(readDays, (text) => text),
    group: remembering(readGroup, textKey),
    title: remembering(readTitle, (text) => text),
    zone: remembering(zoneNamed, (text) => text),
  };
}

function textKey(cell: CellValue): string {
  return cell.kind === "text" || cell.kind === "number" ? `${cell.kind} ${cell.text}` : cell.kind;
}

function remembering<Given, Read>(read: (given: Given) => Read, key: (given: Given) => string) {
  const known = new Map<string, Read>();
  return (given: Given): Read => {
    const name = key(given);
    const before = known.get(name);
    if (before !== undefined || known.has(name)) return before as Read;
    const value = read(given);
    known.set(name, value);
    return value;
  };
}

const languages: Readonly<Record<string, Language>> = {
  fr: "fr",
  fra: "fr",
  francais: "fr",
  francaise: "fr",
  french: "fr",
  en: "en",
  eng: "en",
  anglais: "en",
  anglaise: "en",
  english: "en",
};

/** French or English, in either language; `undefined` for any other. */
export function readLanguage(text: string): Language | undefined {
  return languages[fold(text)];
}

/** An https address, whole; `undefined` for anything else. */
export function readMeetingLink(text: string): string | undefined {
  const link = text.trim();
  const isAddress = /^https:\/\/[^\s/@"'<>]+\.[^\s@"'<>]+$/i.test(link);
  return isAddress ? link : /^[\w-]+(\.[\w-]+)*\.zoom\.us\/\S+$/i.test(link) ? `https://${link}` : undefined;
}

/** An e-mail address in small letters; `undefined` for anything else. */
export function readEmail(text: string): string | undefined {
  const email = /^(?:mailto:)?([^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+)$/i.exec(text.trim())?.[1];
  return email?.toLowerCase();
}
