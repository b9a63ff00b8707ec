import { sql, type SQL } from "drizzle-orm";

import type { Instant } from "#lib/clock.ts";

/** An instant as a parameter of hand-written SQL, where no column says its type. */
export function moment(instant: Instant): SQL {
  return sql`${instant.toString()}::timestamptz`;
}
