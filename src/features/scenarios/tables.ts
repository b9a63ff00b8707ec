import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";

import { bilingual, bytes, instant, json } from "#database/columns.ts";
import type { Failure } from "#lib/failure.ts";

import type { Limits, Permission } from "./custom-rules.ts";
import type { MissedState } from "./missed-rules.ts";
import type { Cause, Figures, LogLevel, Outcome } from "./rules.ts";

/** Named automations. Built-in ones are created if missing; what people edited is kept. */
export const scenarios = pgTable("scenarios", {
  name: text().primaryKey(),
  kind: text({ enum: ["built-in", "custom"] }).notNull(),
  title: bilingual("title").notNull(),
  icon: text().notNull(),
  colour: text().notNull(),
  enabled: boolean().notNull(),
  /** Five-field cron in the school's zone; absent for a scenario that only follows another. */
  cron: text(),
  /** The scenario whose success starts this one. */
  after: text(),
  createdAt: instant("created_at").notNull(),
  /** Set when a person changed anything. */
  editedAt: instant("edited_at"),
  /** Set when a person removed it; its runs keep pointing here. */
  removedAt: instant("removed_at"),
  /** How it ran until it was removed, so that it can be put back. */
  removedFrom: json<HowItRan>("removed_from"),
});

/** When a scenario runs. */
export interface HowItRan {
  readonly enabled: boolean;
  readonly cron: string | null;
  readonly after: string | null;
}

/** Executions. `endedAt` absent: running, or cut off by a crash until it is taken up again. */
export const runs = pgTable(
  "runs",
  {
    id: text().primaryKey(),
    number: bigint({ mode: "number" }).generatedAlwaysAsIdentity().notNull().unique(),
    scenario: text()
      .notNull()
      .references(() => scenarios.name),
    cause: text().$type<Cause>().notNull(),
    /** The occurrence of the schedule that this run answers for; unique, so a slot never runs twice. */
    slot: instant(),
    /** The run whose success caused this one; unique, so a chain never doubles. */
    parentRunId: text("parent_run_id"),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    outcome: text().$type<Outcome>(),
    figures: json<Figures>("figures").notNull(),
    failure: json<Failure>("failure"),
    /** 1, and one more each time a crash made it start over. */
    attempt: integer().notNull(),
    /** Who asked for it (`user:…`, `cli`); absent when nobody did. */
    askedBy: text("asked_by"),
    /** When somebody asked that it be ended; only a custom scenario's run can be. */
    cancelAskedAt: instant("cancel_asked_at"),
  },
  (table) => [
    uniqueIndex("runs_slot").on(table.scenario, table.slot),
    uniqueIndex("runs_chain").on(table.scenario, table.parentRunId),
    index("runs_started").on(table.startedAt),
    index("runs_open")
      .on(table.scenario)
      .where(sql`ended_at is null`),
  ],
);

/** Occurrences that were not answered in time, as the watching process noticed them. */
export const missedRuns = pgTable(
  "missed_runs",
  {
    scenario: text()
      .notNull()
      .references(() => scenarios.name),
    slot: instant().notNull(),
    state: text().$type<MissedState>().notNull(),
    noticedAt: instant("noticed_at").notNull(),
    /** When the admin was told; absent while Telegram could not be reached. */
    toldAt: instant("told_at"),
  },
  (table) => [primaryKey({ columns: [table.scenario, table.slot, table.state] })],
);

/** Lines written during a run, kept in both languages. */
export const logEntries = pgTable(
  "log_entries",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: text("run_id")
      .notNull()
      .references(() => runs.id),
    at: instant().notNull(),
    level: text().$type<LogLevel>().notNull(),
    message: bilingual("message").notNull(),
    place: text(),
    remedy: bilingual("remedy"),
    cause: text(),
  },
  (table) => [
    index("log_entries_run").on(table.runId, table.id),
    // Runs are found by what went wrong in them, and most lines are of things that went well.
    index("log_entries_loud")
      .on(table.runId, table.level)
      .where(sql`level <> 'info'`),
  ],
);

/** What a custom scenario has beside its row in `scenarios`: its code's version, what it may do and use. */
export const customScenarios = pgTable("custom_scenarios", {
  name: text()
    .primaryKey()
    .references(() => scenarios.name),
  /** The version in force, one of `scenario_versions`. */
  version: integer().notNull(),
  permissions: text().array().$type<Permission[]>().notNull(),
  limits: json<Limits>("limits").notNull(),
});

/** Every code that a custom scenario ever had; a restored one is a new version. */
export const scenarioVersions = pgTable(
  "scenario_versions",
  {
    scenario: text()
      .notNull()
      .references(() => customScenarios.name),
    version: integer().notNull(),
    code: text().notNull(),
    savedAt: instant("saved_at").notNull(),
    savedBy: text("saved_by").notNull(),
    note: text(),
  },
  (table) => [primaryKey({ columns: [table.scenario, table.version] })],
);

/** Files that a run made and that people fetch: report workbooks. */
export const artefacts = pgTable(
  "artefacts",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: text("run_id")
      .notNull()
      .references(() => runs.id),
    fileName: text("file_name").notNull(),
    mediaType: text("media_type").notNull(),
    bytes: bytes("bytes").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("artefacts_run").on(table.runId)],
);
