import { ilike, or, eq, sql } from "drizzle-orm";

import { literally } from "#database/literally.ts";
import type { Db } from "#database/open.ts";
import { forgetName } from "#lib/forget-name.ts";

import { logEntries } from "./tables.ts";

/** Replaces a person's names in the log of the runs. */
export async function forgetInLog(db: Db, names: readonly string[], label: string): Promise<void> {
  for (const name of names.filter((one) => one.trim() !== "")) {
    const pattern = `%${literally(name)}%`;
    const found = await db
      .select()
      .from(logEntries)
      .where(
        or(
          ilike(sql`${logEntries.message} ->> 'fr'`, pattern),
          ilike(sql`${logEntries.message} ->> 'en'`, pattern),
          ilike(logEntries.place, pattern),
        ),
      );
    for (const line of found) {
      const clean = (text: string) => forgetName(text, [name], label);
      await db
        .update(logEntries)
        .set({
          message: { fr: clean(line.message.fr), en: clean(line.message.en) },
          place: line.place === null ? null : clean(line.place),
        })
        .where(eq(logEntries.id, line.id));
    }
  }
}
