import { desc } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import type { Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";

import { defaultTemplates } from "./default-templates-rules.ts";
import type { TemplateName } from "./rules.ts";
import { messageTemplates } from "./tables.ts";

/** The text that counts for each name and language. */
export type Templates = (name: TemplateName, language: Language) => string;

/** The school's own words where it has some, ours elsewhere. */
export async function readTemplates(db: Db): Promise<Templates> {
  const newest = await db
    .selectDistinctOn([messageTemplates.name, messageTemplates.language])
    .from(messageTemplates)
    .orderBy(messageTemplates.name, messageTemplates.language, desc(messageTemplates.id));
  const own = new Map(newest.map((row) => [`${row.name} ${row.language}`, row.body]));
  return (name, language) => own.get(`${name} ${language}`) ?? defaultTemplates[name][language];
}

/** Keeps a version; no text means ours again. */
export async function addTemplateVersion(
  db: Db,
  version: {
    readonly name: TemplateName;
    readonly language: Language;
    readonly body: string | null;
    readonly by: string;
    readonly savedAt: Instant;
  },
): Promise<void> {
  await db.insert(messageTemplates).values(version);
}
