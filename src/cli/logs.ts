import type { Db } from "#database/open.ts";
import type { RunRow } from "#features/scenarios/store.ts";
import { say } from "#lib/bilingual.ts";
import { ok, type Result } from "#lib/failure.ts";
import type { TimeZone } from "#lib/ids.ts";

import { countValue } from "./arguments.ts";
import type { Command, CommandContext, ExitCode } from "./command.ts";
import { findRunNumbered } from "./find-run.ts";
import { logLines, type LogEntry } from "./log-lines.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { logDocument } from "./row-documents.ts";
import { misused } from "./usage-failures.ts";

/** How often new lines are looked for, in milliseconds. */
const followEvery = 300;

/** `carillon logs`: what was written during the runs. */
export const logs: Command = {
  name: "logs",
  summary: say("Montre le journal des exécutions.", "Shows the log of the runs."),
  usage: ["logs [--run N] [--limit N] [--follow]"],
  options: {
    run: {
      type: "string",
      value: "N",
      about: say("Seulement l'exécution de ce numéro (voir « runs »).", "Only the run of this number (see `runs`)."),
    },
    limit: {
      type: "string",
      value: "N",
      about: say(
        "Combien de lignes au plus (50 ; avec --run, 1000).",
        "How many lines at most (50; with --run, 1000).",
      ),
    },
    follow: {
      type: "boolean",
      short: "f",
      about: say(
        "Continue avec les nouvelles lignes, jusqu'à Ctrl-C ; avec --run, jusqu'à la fin de l'exécution.",
        "Goes on with new lines, until Ctrl-C; with --run, until the run's end.",
      ),
    },
  },
  details: say(
    "Chaque ligne : heure (fuseau de l'école), niveau, scénario#numéro, message (endroit). Avec --json, un tableau ; avec --follow, un objet JSON par ligne.",
    "Each line: time (school's zone), level, scenario#number, message (place). With --json, an array; with --follow, one JSON object a line.",
  ),
  words: { least: 0, most: 0 },
  run: async (context) => {
    const number = countValue(context.values, "run", 0);
    const limit = countValue(context.values, "limit", number.ok && number.value > 0 ? 1_000 : 50);
    const wrong = [number, limit].find((each) => !each.ok);
    if (wrong?.ok === false) return misused(context, wrong.failure);
    const ask = { number: number.ok ? number.value : 0, limit: limit.ok ? limit.value : 50 };
    if (context.values["follow"] === true) {
      return await withClient(
        context,
        async (app) => await follow(context, app.database.db, ask, app.config.school.timeZone),
      );
    }
    return await withDatabaseIfAny(context, async (database, config) => {
      const run = await findAsked(database?.db, ask.number);
      if (!run.ok) return context.fail(run.failure);
      const entries = database === undefined ? [] : await read(database.db, run.value, ask.limit);
      if (context.json) context.terminal.json(entries.map((entry) => logDocument(entry, context.language)));
      else if (entries.length === 0) context.terminal.say(context.text(nothingYet));
      else for (const entry of entries) tell(context, entry, config.school.timeZone);
      return 0;
    });
  },
};

const nothingYet = say("Le journal est vide pour l'instant.", "The log is empty for now.");

interface Ask {
  /** 0 for every run. */
  readonly number: number;
  readonly limit: number;
}

async function follow(context: CommandContext, db: Db, ask: Ask, zone: TimeZone): Promise<ExitCode> {
  const [{ listLogEntries, findRun }, { isDatabaseGone }] = await Promise.all([
    import("#features/scenarios/store.ts"),
    import("#database/open.ts"),
  ]);
  const run = await findAsked(db, ask.number);
  if (!run.ok) return context.fail(run.failure);
  const only = run.value === undefined ? {} : { runId: run.value.id };
  const shown = await read(db, run.value, ask.limit);
  for (const entry of shown) tell(context, entry, zone);
  let last = shown.at(-1)?.id ?? 0;
  while (!context.signal.aborted) {
    try {
      // Asked before the lines, so that the last lines of a run that just ended are still read.
      const ended = run.value !== undefined && (await findRun(db, run.value.id))?.endedAt !== null;
      for (const entry of await listLogEntries(db, { ...only, after: last, limit: 1_000 })) {
        tell(context, entry, zone);
        last = entry.id;
      }
      if (ended) return 0;
    } catch (error) {
      // It is brought up again, or comes back by itself; the lines are still there then.
      if (!isDatabaseGone(error)) throw error;
    }
    await context.clock.sleep(followEvery, context.signal);
  }
  return 0;
}

async function read(db: Db, run: RunRow | undefined, limit: number): Promise<readonly LogEntry[]> {
  const { listLogEntries } = await import("#features/scenarios/store.ts");
  return await listLogEntries(db, { limit, ...(run === undefined ? {} : { runId: run.id }) });
}

/** The run with this number; `undefined` when every run is asked for. */
async function findAsked(db: Db | undefined, number: number): Promise<Result<RunRow | undefined>> {
  if (number === 0) return ok(undefined);
  return await findRunNumbered(db, `${number}`);
}

function tell(context: CommandContext, entry: LogEntry, zone: TimeZone): void {
  if (context.json && context.values["follow"] === true) {
    context.terminal.jsonLine(logDocument(entry, context.language));
    return;
  }
  for (const line of logLines(entry, zone, context)) context.terminal.print(line);
}
