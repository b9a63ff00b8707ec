import type { RunRow } from "#features/scenarios/store.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import { countValue } from "./arguments.ts";
import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { withDatabaseIfAny } from "./open-app.ts";
import { runDocument } from "./row-documents.ts";
import { refuseUnknownScenario } from "./scenario-names.ts";
import { printable, table } from "./terminal.ts";
import { misused } from "./usage-failures.ts";
import {
  causeWords,
  figuresInWords,
  firstSentence,
  lengthOf,
  momentIn,
  outcomeTones,
  outcomeWords,
  underWay,
  whoAsked,
} from "./wording.ts";

/** `carillon runs`: what was done, newest first. */
export const runs: Command = {
  name: "runs",
  summary: say("Montre les exécutions, la plus récente d'abord.", "Shows the runs, newest first."),
  usage: ["runs [--scenario NAME] [--limit N]"],
  options: {
    scenario: {
      type: "string",
      value: "NAME",
      about: say("Seulement celles de ce scénario.", "Only those of this scenario."),
    },
    limit: { type: "string", value: "N", about: say("Combien au plus (20).", "How many at most (20).") },
  },
  words: { least: 0, most: 0 },
  run: async (context) => {
    const limit = countValue(context.values, "limit", 20);
    if (!limit.ok) return misused(context, limit.failure);
    const scenario = textValue(context, "scenario");
    return await withDatabaseIfAny(context, async (database, config) => {
      const store = await import("#features/scenarios/store.ts");
      const unknown = scenario === undefined ? undefined : await refuseUnknownScenario(database?.db, scenario);
      if (unknown !== undefined) return context.fail(unknown);
      const filter = { limit: limit.value, ...(scenario === undefined ? {} : { scenario }) };
      const rows = database === undefined ? [] : await store.listRuns(database.db, filter);
      const { whoDid } = await import("#app/who-did.ts");
      const nameOf = database === undefined ? undefined : await whoDid(database.db);
      return show(context, rows, config.school.timeZone, (by) => whoAsked(by, nameOf?.(by) ?? by));
    });
  },
};

function show(
  context: CommandContext,
  rows: readonly RunRow[],
  zone: TimeZone,
  who: (by: string) => Bilingual,
): ExitCode {
  const { terminal, text, language } = context;
  if (context.json) {
    terminal.json(rows.map((row) => runDocument(row, language)));
    return 0;
  }
  if (rows.length === 0) {
    terminal.say(
      text(
        say(
          "Aucune exécution pour l'instant. « carillon start » les lance à leur heure.",
          "No run yet. `carillon start` starts them at their times.",
        ),
      ),
    );
    return 0;
  }
  const heads = [
    "#",
    text(say("Scénario", "Scenario")),
    text(say("Cause", "Cause")),
    text(say("Début", "Started")),
    text(say("Durée", "Length")),
    text(say("Issue", "Outcome")),
    text(say("Compte", "Figures")),
  ];
  const causeOf = ({ cause, askedBy }: RunRow) => {
    const word = text(causeWords[cause]);
    return askedBy === null ? word : `${word}, ${text(say("par", "by"))} ${printable(text(who(askedBy)))}`;
  };
  const cells = rows.map((row) => [
    String(row.number),
    row.scenario,
    causeOf(row),
    momentIn(row.startedAt, zone),
    row.endedAt === null ? "" : lengthOf(row.startedAt, row.endedAt),
    row.outcome === null ? text(underWay) : terminal.tone(outcomeTones[row.outcome], text(outcomeWords[row.outcome])),
    figuresInWords(row.figures, language),
  ]);
  const [head = "", ...lines] = table(heads, cells);
  terminal.print(terminal.tone("strong", head));
  for (const [index, line] of lines.entries()) {
    terminal.print(line);
    const failure = rows[index]?.failure;
    if (failure) terminal.print(terminal.tone("bad", `   ↳ ${printable(firstSentence(text(failure.what)))}`));
  }
  return 0;
}
