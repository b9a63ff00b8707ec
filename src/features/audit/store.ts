import { and, desc, eq, getTableColumns, gte, lt, sql, type SQL } from "drizzle-orm";

import { literally } from "#database/literally.ts";
import { isOneOf } from "#database/many.ts";
import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import type { Snapshot } from "./rules.ts";
import { areaOf, auditLines } from "./tables.ts";

const { searched, ...shown } = getTableColumns(auditLines);

export type AuditLine = Omit<typeof auditLines.$inferSelect, "searched">;

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

/** Which lines are meant; what is absent does not limit. */
export interface AuditFilter {
  readonly subject?: string | undefined;
  readonly by?: string | undefined;
  /** The first part of the action: `message`. */
  readonly area?: string | undefined;
  /** A part of the subject, or of what was changed. */
  readonly words?: string | undefined;
  /** From this instant on. */
  readonly since?: Instant | undefined;
  /** Before this instant. */
  readonly until?: Instant | undefined;
  /** Only lines older than the one with this id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The newest lines first. */
export async function listAuditLines(db: Db, filter: AuditFilter): Promise<readonly AuditLine[]> {
  const { words, area, before, since, until } = filter;
  const isAny = words === undefined || words === "";
  return await db
    .select(shown)
    .from(auditLines)
    .where(
      and(
        filter.subject === undefined ? undefined : eq(auditLines.subject, filter.subject),
        filter.by === undefined ? undefined : eq(auditLines.by, filter.by),
        area === undefined ? undefined : eq(areaOf(auditLines.action), area),
        before === undefined ? undefined : lt(auditLines.id, before),
        since === undefined ? undefined : gte(auditLines.at, since),
        until === undefined ? undefined : lt(auditLines.at, until),
        isAny ? undefined : sql`${searched} like lower(${`%${literally(words)}%`})`,
      ),
    )
    .orderBy(desc(auditLines.id))
    .limit(filter.limit);
}

/** Everybody who changed something so far. */
export async function listAuditPeople(db: Db): Promise<readonly string[]> {
  return await eachOf(db, sql`${auditLines.by}`);
}

/** The areas in which something was changed so far. */
export async function listAuditAreas(db: Db): Promise<readonly string[]> {
  return await eachOf(db, areaOf(auditLines.action));
}

/** The different values of an indexed expression, by as many looks into its index as there are values. */
async function eachOf(db: Db, value: SQL): Promise<readonly string[]> {
  const { rows } = await db.execute<{ found: string }>(sql`
    with recursive each as (
      (select ${value} as found from ${auditLines} order by 1 limit 1)
      union all
      select (select ${value} from ${auditLines} where ${value} > each.found order by 1 limit 1)
      from each where each.found is not null
    )
    select found from each where found is not null`);
  return rows.map(({ found }) => found);
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
    await db.update(auditLines).set({ before: null, after: null }).where(isOneOf(auditLines.subject, subjects));
  }
  if (actors.length > 0) {
    await db.update(auditLines).set({ by: "erased", before: null, after: null }).where(isOneOf(auditLines.by, actors));
  }
}
