import type { App } from "#app/parts.ts";
import type { Config } from "#config";
import type { RunRequest } from "#features/scenarios/ports.ts";
import { builtInNames, startsFollowers } from "#features/scenarios/rules.ts";
import type { RunRow } from "#features/scenarios/store.ts";
import { say } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { ok, type Failure, type Result } from "#lib/failure.ts";

import type { CommandContext, ExitCode } from "./command.ts";
import { logLines, type LogEntry } from "./log-lines.ts";
import { openAppFor } from "./open-app.ts";
import { findDatabase } from "./places.ts";
import { logDocument, runDocument } from "./row-documents.ts";
import { refuseUnknownScenario } from "./scenario-names.ts";
import { figuresInWords, lengthOf, outcomeTones, outcomeWords } from "./wording.ts";

/** How often the database is asked for news of a run, in milliseconds. */
const askEvery = 200;
/** After how long a run that nobody has taken up is worth a word, and a silent database a failure. */
const patience = { taken: { seconds: 10 }, silent: { seconds: 60 } } as const;

/** What came of a run by hand. */
interface Followed {
  /** The run that was asked for, then those that its success caused. */
  readonly runs: readonly RunRow[];
  readonly entries: readonly LogEntry[];
}

/**
 * Asks for a run by hand and follows it to its end, telling its log on the way.
 *
 * Where an engine already runs this data folder, it does the work. Otherwise this process is the engine for
 * that long, and stays until the runs that the chain causes have ended too.
 */
export async function followRun(
  context: CommandContext,
  request: Pick<RunRequest, "scenario" | "workbook" | "agreed">,
  afterwards?: (role: "engine" | "client") => string | undefined,
): Promise<ExitCode> {
  const config = await context.config();
  if (!config.ok) return context.fail(config.failure);
  const place = await findDatabase(context.dataFolder, config.value.databaseUrl !== undefined);
  // Before there is a database only the built-in ones exist, and a slip must not create it.
  if (place.kind === "none" && !(builtInNames as readonly string[]).includes(request.scenario)) {
    return context.fail((await refuseUnknownScenario(undefined, request.scenario)) as Failure);
  }
  const opened = await openForWork(context, config.value);
  if (!opened.ok) return context.fail(opened.failure);
  const app = opened.value;
  const isEngine = app.role === "engine";
  try {
    const { database, clock } = app;
    const unknown = await refuseUnknownScenario(database.db, request.scenario);
    if (unknown !== undefined) return context.fail(unknown);
    const { askForRun } = await import("#features/scenarios/ask-for-run.ts");
    const by = { db: database.db, now: clock.now(), by: "cli", request: app.request };
    const asked = await askForRun({ ...request, ...by });
    if (!asked.ok) return context.fail(asked.failure);
    const followed = await follow(context, app, asked.value, isEngine);
    if (!followed.ok) return context.fail(followed.failure);
    return report(context, followed.value, afterwards?.(isEngine ? "engine" : "client"));
  } finally {
    await app.close();
  }
}

/** As a client of the engine that runs; as the engine where none does. */
async function openForWork(context: CommandContext, config: Config): Promise<Result<App>> {
  if (config.databaseUrl !== undefined) {
    const client = await openAppFor(context, config, "client");
    if (!client.ok) return client;
    const { findEngine } = await import("#database/engine-presence.ts");
    if ((await findEngine(client.value.database)) !== undefined) return client;
    await client.value.close();
  }
  const engine = await openAppFor(context, config, "engine");
  if (engine.ok || engine.failure.code !== "data.in-use") return engine;
  return await openAppFor(context, config, "client");
}

async function follow(context: CommandContext, app: App, id: string, withChain: boolean): Promise<Result<Followed>> {
  const store = await import("#features/scenarios/store.ts");
  const { db } = app.database;
  const runs: RunRow[] = [];
  const entries: LogEntry[] = [];
  const find = [async () => await store.findRun(db, id)];
  for (let next = find.shift(); next !== undefined; next = find.shift()) {
    const ended = await waitForRun(context, app, next, entries);
    if (!ended.ok) return ended;
    const run = ended.value;
    runs.push(run);
    if (!withChain || run.outcome === null || !startsFollowers(run.outcome)) continue;
    for (const { name } of await store.listFollowers(db, run.scenario)) {
      find.push(async () =>
        (await store.listRuns(db, { scenario: name, limit: 50 })).find((each) => each.parentRunId === run.id),
      );
    }
  }
  return ok({ runs, entries });
}

/** Waits until the run that `find` finds has ended, telling its log as it comes. */
async function waitForRun(
  context: CommandContext,
  app: App,
  find: () => Promise<RunRow | undefined>,
  entries: LogEntry[],
): Promise<Result<RunRow>> {
  const [{ listLogEntries }, { isDatabaseGone, databaseFailure }] = await Promise.all([
    import("#features/scenarios/store.ts"),
    import("#database/open.ts"),
  ]);
  const { clock } = context;
  const stop = AbortSignal.any([context.signal, app.lost]);
  const since = clock.now();
  let hinted = false;
  let heard = since;
  let last = 0;
  while (!stop.aborted) {
    try {
      const run = await find();
      heard = clock.now();
      if (run !== undefined) {
        for (const entry of await listLogEntries(app.database.db, { runId: run.id, after: last, limit: 1_000 })) {
          tell(context, app, entry);
          entries.push(entry);
          last = entry.id;
        }
        if (run.endedAt !== null) return ok(run);
      } else if (!hinted && isOlder(since, patience.taken, clock.now())) {
        hinted = true;
        context.terminal.say(context.text(waitingForTurn));
      }
    } catch (error) {
      // PostgreSQL is brought up again by whoever uses it; a run that it cut off is taken up again.
      if (!isDatabaseGone(error)) throw error;
      if (isOlder(heard, patience.silent, clock.now())) return { ok: false, failure: databaseFailure(error) };
    }
    await clock.sleep(askEvery, stop);
  }
  return { ok: false, failure: app.lost.aborted ? (app.lost.reason as Failure) : interrupted };
}

function isOlder(since: Instant, length: { readonly seconds: number }, now: Instant): boolean {
  return Temporal.Instant.compare(since.add(length), now) < 0;
}

const waitingForTurn = say(
  "L'exécution attend son tour : le Carillon qui tourne est occupé. Ctrl-C n'annule que l'attente.",
  "The run waits for its turn: the Carillon that runs is busy. Ctrl-C ends only the waiting.",
);

const interrupted: Failure = {
  code: "run.not-awaited",
  what: say(
    "L'attente a été interrompue avant la fin de l'exécution.",
    "The waiting was interrupted before the run's end.",
  ),
  remedy: say(
    "L'exécution reprend ou continue dès qu'un Carillon tourne ; « carillon runs » dit comment elle finit.",
    "The run goes on, or is taken up again, as soon as a Carillon runs; `carillon runs` tells how it ends.",
  ),
};

function tell(context: CommandContext, app: App, entry: LogEntry): void {
  if (context.json) return;
  for (const line of logLines(entry, app.config.school.timeZone, context)) context.terminal.print(line);
}

function report(context: CommandContext, { runs, entries }: Followed, afterwards: string | undefined): ExitCode {
  const { terminal, text, language } = context;
  const [asked, ...following] = runs;
  if (context.json) {
    terminal.json({
      run: asked === undefined ? null : runDocument(asked, language),
      following: following.map((each) => runDocument(each, language)),
      log: entries.map((each) => logDocument(each, language)),
    });
  } else {
    for (const { scenario, number, outcome, startedAt, endedAt, figures } of runs) {
      if (outcome === null || endedAt === null) continue;
      const word = terminal.tone(outcomeTones[outcome], text(outcomeWords[outcome]));
      const counted = figuresInWords(figures, language);
      terminal.print(
        `${terminal.tone("strong", `${scenario}#${number}`)} ${word} · ${lengthOf(startedAt, endedAt)} · ${counted}`,
      );
    }
    if (afterwards !== undefined) terminal.say(afterwards);
  }
  return exitCodeOf(asked, following);
}

/** The run that was asked for decides; what went wrong further down the chain is "with problems". */
function exitCodeOf(asked: RunRow | undefined, following: readonly RunRow[]): ExitCode {
  if (asked === undefined || asked.outcome === "failed") return 1;
  const troubled = [asked, ...following].some((run) => run.outcome === "partial" || run.outcome === "failed");
  return troubled ? 3 : 0;
}
