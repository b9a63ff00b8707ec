import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, type AnyPgColumn } from "drizzle-orm/pg-core";

import { instant } from "#database/columns.ts";

import type { Snapshot } from "./rules.ts";

/** The first part of what was done, as the index holds it. */
export function areaOf(action: AnyPgColumn) {
  return sql<string>`split_part(${action}, '.', 1)`;
}

/** One line for each change that a person made. Lines are added, never changed. */
export const auditLines = pgTable(
  "audit_lines",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant().notNull(),
    /** Who: `cli`, `telegram:5000000001`, `user:…`. */
    by: text().notNull(),
    /** What was done, `area.verb`: `group.set`, `message.held`. */
    action: text().notNull(),
    /** To what: an id, or a name that a person knows again. */
    subject: text().notNull(),
    /** What it was; absent when the change made it. */
    before: jsonb().$type<Snapshot>(),
    /** What it is now; absent when the change removed it. */
    after: jsonb().$type<Snapshot>(),
    /** All that is searched of a line, in small letters: a search reads it for every line when it finds nothing. */
    searched: text()
      .notNull()
      .generatedAlwaysAs(sql`lower(subject || ' ' || coalesce(before::text, '') || ' ' || coalesce(after::text, ''))`),
  },
  (table) => [
    index("audit_lines_at").on(table.at),
    index("audit_lines_subject").on(table.subject),
    // The choices above the list, and each of them page by page.
    index("audit_lines_by").on(table.by, table.id),
    index("audit_lines_area").on(areaOf(table.action), table.id),
  ],
);
