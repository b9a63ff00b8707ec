import type { AuditLine } from "#features/audit/store.ts";
import { say } from "#lib/bilingual.ts";

import { countValue } from "./arguments.ts";
import { textValue, type Command } from "./command.ts";
import { withDatabaseIfAny } from "./open-app.ts";
import { printable } from "./terminal.ts";
import { misused } from "./usage-failures.ts";
import { momentIn } from "./wording.ts";

/** `carillon audit`: who changed what. */
export const audit: Command = {
  name: "audit",
  summary: say("Montre qui a changé quoi, et quand.", "Shows who changed what, and when."),
  usage: ["audit [--subject ID] [--by WHO] [--limit N]"],
  options: {
    subject: { type: "string", value: "ID", about: say("Seulement ce qui touche cela.", "Only what concerns this.") },
    by: { type: "string", value: "WHO", about: say("Seulement cette personne.", "Only this person.") },
    limit: {
      type: "string",
      value: "N",
      about: say("Combien de lignes au plus (50).", "How many lines at most (50)."),
    },
  },
  details: say(
    "La ligne la plus récente d'abord : heure (fuseau de l'école), qui, action, objet, avant → après. Avec --json : [{id, at, by, action, subject, before, after}].",
    "The newest line first: time (school's zone), who, action, subject, before → after. With --json: [{id, at, by, action, subject, before, after}].",
  ),
  words: { least: 0, most: 0 },
  run: async (context) => {
    const limit = countValue(context.values, "limit", 50);
    if (!limit.ok) return misused(context, limit.failure);
    return await withDatabaseIfAny(context, async (database, config) => {
      const { listAuditLines } = await import("#features/audit/store.ts");
      const filter = { subject: textValue(context, "subject"), by: textValue(context, "by"), limit: limit.value };
      const lines = database === undefined ? [] : await listAuditLines(database.db, filter);
      if (context.json) context.terminal.json(lines);
      else if (lines.length === 0)
        context.terminal.say(context.text(say("Personne n'a rien changé ici.", "Nobody has changed anything here.")));
      else for (const line of lines) context.terminal.print(inWords(line, momentIn(line.at, config.school.timeZone)));
      return 0;
    });
  },
};

function inWords({ by, action, subject, before, after }: AuditLine, moment: string): string {
  return `${moment}  ${printable(by)}  ${action}  ${printable(subject)}  ${shown(before)} → ${shown(after)}`;
}

function shown(snapshot: AuditLine["before"]): string {
  return snapshot === null ? "–" : printable(JSON.stringify(snapshot));
}
