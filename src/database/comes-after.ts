import { and, gt, gte, or, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

import type { Instant } from "#lib/clock.ts";

/**
 * Whether a row comes after the last one of a page that is read by an instant, then by id. The first condition is what an
 * index can begin at: by the second alone each page would begin at the oldest row (decision 123).
 */
export function comesAfter(
  columns: { readonly at: PgColumn; readonly id: PgColumn },
  last: { readonly at: Instant; readonly id: string },
): SQL | undefined {
  return and(gte(columns.at, last.at), or(gt(columns.at, last.at), gt(columns.id, last.id)));
}
