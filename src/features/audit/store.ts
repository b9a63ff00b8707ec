import { and, desc, eq } from "drizzle-orm";

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
