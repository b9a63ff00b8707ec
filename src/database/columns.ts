import { customType } from "drizzle-orm/pg-core";

import type { Bilingual } from "#lib/bilingual.ts";
import { fromDate, type Instant } from "#lib/clock.ts";

/*
 * How values come and go. Drizzle's node-postgres driver hands dates, times and intervals over as the text
 * PostgreSQL sent (never as `Date`), and `bigint` as text too; each type here says how that text is read.
 * A raw `sql` expression (`max(starts_at)`) is not a column: add `.mapWith(table.column)` to have it read.
 */

/**
 * A moment: `timestamptz(3)` as `Temporal.Instant`, to the millisecond.
 *
 * Finer parts are cut off, not rounded, so that an instant never moves past a limit it was before.
 */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => "timestamp (3) with time zone",
  toDriver: (value) => value.toString({ fractionalSecondDigits: 3 }),
  fromDriver: (value: unknown) => {
    if (value instanceof Date) return fromDate(value);
    // "2026-01-05 08:00:00.123+00"; a relational query gives JSON's "2026-01-05T08:00:00.123+00:00".
    return Temporal.Instant.from(String(value).replace(" ", "T"));
  },
});

/** A calendar day: `date` as `Temporal.PlainDate`, without any zone. */
export const plainDate = customType<{ data: Temporal.PlainDate; driverData: string }>({
  dataType: () => "date",
  toDriver: (value) => value.toString({ calendarName: "never" }),
  fromDriver: (value) => Temporal.PlainDate.from(value),
});

/** A time of day: `time(0)` as `Temporal.PlainTime`, without any zone. */
export const plainTime = customType<{ data: Temporal.PlainTime; driverData: string }>({
  dataType: () => "time (0)",
  toDriver: (value) => value.toString({ smallestUnit: "second" }),
  fromDriver: (value) => Temporal.PlainTime.from(value),
});

/**
 * A length of time: `interval` as `Temporal.Duration`.
 *
 * Reading relies on `intervalstyle = iso_8601`, which every connection of `openDatabase` sets.
 * PostgreSQL signs each part (`PT-3H-15M`) where ISO 8601 signs the whole (`-PT3H15M`).
 */
export const duration = customType<{ data: Temporal.Duration; driverData: string }>({
  dataType: () => "interval",
  toDriver: (value) =>
    value.sign < 0
      ? value
          .negated()
          .toString()
          .replace(/[\d.]+/g, "-$&")
      : value.toString(),
  fromDriver: (value) => durationOf(value),
});

function durationOf(text: string): Temporal.Duration {
  const parts = text.match(/-?[\d.]+/g) ?? [];
  const negative = parts.filter((part) => part.startsWith("-")).length;
  if (negative === 0) return Temporal.Duration.from(text);
  if (negative === parts.length) return Temporal.Duration.from(text.replaceAll("-", "")).negated();
  throw new RangeError(`an interval whose parts differ in sign is not a length of time: ${text}`);
}

/**
 * A whole number past 2^31: `bigint` as `number`.
 *
 * Numbers past 2^53 would silently become others, so they are refused; ids of chats are text for that reason.
 */
export const wholeNumber = customType<{ data: number; driverData: string }>({
  dataType: () => "bigint",
  toDriver: (value) => String(safe(value)),
  fromDriver: (value) => safe(Number(value)),
});

function safe(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${value} is not a whole number that JavaScript holds exactly`);
}

/** A structured value: `jsonb`, typed. What is read is trusted to be what was written: only we write it. */
export function json<T>(name?: string) {
  const column = customType<{ data: T; driverData: string }>({
    dataType: () => "jsonb",
    toDriver: (value) => JSON.stringify(value),
    // The driver has parsed it already; a JSON string is a value like another, never parsed twice.
    fromDriver: (value) => value as T,
  });
  return name === undefined ? column() : column(name);
}

/** A sentence in both languages: `jsonb`. */
export function bilingual(name?: string) {
  return json<Bilingual>(name);
}

/** Bytes: `bytea`, for pictures and documents that wait to be sent. */
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
});
