import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { say, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { staleEdit } from "#lib/version.ts";

import type { TemplateName } from "./rules.ts";
import { addTemplateVersion, readTemplates } from "./template-store.ts";
import { whyNotTemplate } from "./template-rules.ts";

/**
 * Gives a text the school's own words, checked before they count; `null` gives ours again.
 *
 * Messages that are planned already take the new words with the next run of `generate_messages`.
 */
export async function saveTemplate({
  db,
  now,
  by,
  name,
  language,
  body,
  version,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  readonly name: TemplateName;
  readonly language: Language;
  readonly body: string | null;
  /** The mark of the words that the person began with (`versionOf({ body })`). */
  readonly version?: string | undefined;
}): Promise<Result<string>> {
  const problem = body === null ? undefined : whyNotTemplate(name, language, body);
  if (problem !== undefined) {
    return failed({
      code: "template.broken",
      what: problem,
      remedy: say(
        `« carillon templates show ${name} » donne le modèle en vigueur et ce qu'il peut utiliser ; l'ancien reste en place.`,
        `\`carillon templates show ${name}\` gives the template in force and what it may use; the old one stays.`,
      ),
      place: `${name} (${language})`,
    });
  }
  return await inTransaction(db, async (tx) => {
    const before = (await readTemplates(tx))(name, language);
    const stale = staleEdit(version, { body: before });
    if (stale !== undefined) return failed(stale);
    await addTemplateVersion(tx, { name, language, body, by, savedAt: now });
    const after = (await readTemplates(tx))(name, language);
    const subject = `template ${name} ${language}`;
    await recordChange({
      db: tx,
      now,
      by,
      action: "template.save",
      subject,
      before: { body: before },
      after: { body },
    });
    return ok(after);
  });
}
