import type { Language } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import { shownValue } from "./cell-rules.ts";
import { readDays, type Days } from "./day-rules.ts";
import { readGroup, type ReadGroup } from "./group-rules.ts";
import type { CellValue } from "./ports.ts";
import { fold } from "./text-rules.ts";
import { readTime, readTimeText, type Time } from "./time-rules.ts";
import { readTitle, type Title } from "./title-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

/**
 * Reads cells of one workbook; what was read once is not read again, since a timetable says the same things often,
 * and a workbook holds the same cell as the same object.
 */
export interface CellReader {
  time(cell: CellValue): Time;
  /** A time's cell as a problem shows it. */
  shown(cell: CellValue): string;
  days(text: string): Days;
  group(cell: CellValue): ReadGroup;
  title(text: string): Title;
  zone(text: string): TimeZone | undefined;
}

/** A reader with nothing read yet. */
export function cellReader(): CellReader {
  const timeInTitle = remembering(readTimeText);
  return {
    time: remembering(readTime),
    shown: remembering(shownValue),
    days: remembering(readDays),
    // Nearly every line has its own group: to look it up would take as long as to read it.
    group: readGroup,
    title: remembering((text: string) => readTitle(text, timeInTitle)),
    zone: remembering(zoneNamed),
  };
}

/** Reads what was read once only; for one workbook, then it is let go. */
export function remembering<Given, Read>(read: (given: Given) => Read) {
  const known = new Map<Given, Read>();
  return (given: Given): Read => {
    const before = known.get(given);
    if (before !== undefined || known.has(given)) return before as Read;
    const value = read(given);
    known.set(given, value);
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
