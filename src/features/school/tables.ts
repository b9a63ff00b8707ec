import { bigint, boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

import { bilingual, instant, json } from "#database/columns.ts";
import type { Failure } from "#lib/failure.ts";

import type { RestoreStep } from "./restore-rules.ts";

/** Days without classes: public holidays of the countries that are set, and what people added. */
export const holidays = pgTable(
  "holidays",
  {
    id: text().primaryKey(),
    /** Code of its country (`CI`, `FR-67`); absent when a person added it. */
    country: text(),
    /** First and last day in the school's zone (`YYYY-MM-DD`), both included. */
    from: text("from_day").notNull(),
    until: text("until_day").notNull(),
    name: bilingual("name").notNull(),
    /** The school teaches on it all the same. */
    taught: boolean().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("holidays_until").on(table.until)],
);

/** Settings that people changed on the page or by a command; what the environment gives stands over them. */
export const storedSettings = pgTable("stored_settings", {
  /** As in the environment: `CARILLON_TIME_ZONE`. */
  name: text().primaryKey(),
  /** As it would be written in the environment; a secret is sealed. */
  value: text().notNull(),
  sealed: boolean().notNull(),
  changedAt: instant("changed_at").notNull(),
});

/** Backups that were put in the place of what the database held, and tries to. */
export const restores = pgTable("restores", {
  id: text().primaryKey(),
  /** The file's name. */
  file: text().notNull(),
  /** When the backup was taken. */
  takenAt: instant("taken_at").notNull(),
  by: text().notNull(),
  startedAt: instant("started_at").notNull(),
  step: text().$type<RestoreStep>().notNull(),
  endedAt: instant("ended_at"),
  /** The backup of what was there before; absent when there was nothing. */
  wayBack: text("way_back"),
  /** Rows put in, of all tables together. */
  rows: bigint({ mode: "number" }),
  /** Messages whose hour had passed, held for a person to decide: they may have been sent before. */
  held: integer(),
  failure: json<Failure>("failure"),
});

/** The backups that lie in each folder of each machine, as a process there found them last. */
export const backups = pgTable(
  "backups",
  {
    /** Machine and folder: `school-1:/var/lib/carillon/backups`. */
    place: text().notNull(),
    name: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    takenAt: instant("taken_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.place, table.name] }), index("backups_taken").on(table.takenAt)],
);
