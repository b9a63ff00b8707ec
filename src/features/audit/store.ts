import { and, desc, eq, inArray } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { Snapshot } from "./rules.ts";
import { auditLines } from "./tables.ts";

export type AuditLine = typeof auditLines.$inferSelect;

export async function addAuditLine(
  db: Db,
  line: {
    readonly at: Instant;
    readonly by: string;
    readonly action: string;
    readonly subject: string;
    readonly before: Snapshot | null;
    readonly after: Snapshot | null;
  },
): Promise<void> {
  await db.insert(auditLines).values(line);
}

/** The newest lines first. */
export async function listAuditLines(
  db: Db,
  filter: { readonly subject?: string | undefined; readonly by?: string | undefined; readonly limit: number },
): Promise<readonly AuditLine[]> {
  return await db
    .select()
    .from(auditLines)
    .where(
      and(
        filter.subject === undefined ? undefined : eq(auditLines.subject, filter.subject),
        filter.by === undefined ? undefined : eq(auditLines.by, filter.by),
      ),
    )
    .orderBy(desc(auditLines.id))
    .limit(filter.limit);
}

/**
 * Takes an erased person from the audit: who they were as one who decides, and the snapshots about them. That
 * something was changed, and when, stays.
 */
export async function forgetInAudit(
  db: Db,
  { actors, subjects }: { readonly actors: readonly string[]; readonly subjects: readonly string[] },
): Promise<void> {
  if (subjects.length > 0) {
    await db
      .update(auditLines)
      .set({ before: null, after: null })
      .where(inArray(auditLines.subject, [...subjects]));
  }
  if (actors.length > 0) {
    await db
      .update(auditLines)
      .set({ by: "erased", before: null, after: null })
      .where(inArray(auditLines.by, [...actors]));
  }
}
