import type { Db } from "#database/open.ts";
import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import type { SchoolForScenarios } from "./answer-calls.ts";
import { failureOf, gone, interrupted } from "./custom-failure-rules.ts";
import type { Effect } from "./custom-rules.ts";
import { findCustomScenario, isCancelAsked } from "./custom-store.ts";
import type { Performed, PythonPort, RunContext } from "./ports.ts";
import { keptText } from "./python-rules.ts";
import { noFigures, type Figures } from "./rules.ts";
import { runCustomCode, type CodeSurroundings } from "./run-custom-code.ts";

/** Does what a scenario wants, inside the transaction that ends its run; gives a failure when it cannot. */
export type DoEffects = (tx: Db, effects: readonly Effect[]) => Promise<Failure | undefined>;

/** The longest line of a log that is kept, in characters. */
const mostLine = 4_000;

/**
 * One run of a custom scenario: its code decides, and what it wants is done with the run's end or not at all.
 *
 * A run that Carillon's own stopping or a crash cut short is ended as such, and tried again as a new run.
 */
export async function performCustomScenario({
  db,
  run,
  python,
  school,
  about,
  doEffects,
  signal,
}: {
  readonly db: Db;
  readonly run: RunContext;
  readonly python: PythonPort;
  readonly school: SchoolForScenarios;
  readonly about: CodeSurroundings;
  readonly doEffects: DoEffects;
  readonly signal: AbortSignal;
}): Promise<Performed> {
  const name = run.request.scenario;
  const scenario = await findCustomScenario(db, name);
  if (scenario === undefined) return { figures: noFigures, failure: gone(name) };
  // Code that takes the machine down with it must not do so for ever: the run ends here, and a new one may try.
  if (run.attempt > 1) return { figures: noFigures, failure: interrupted(name), retryInMinutes: 1 };
  const { code, limits, permissions } = scenario;
  const { end, collected } = await runCustomCode({
    db,
    python,
    school,
    about,
    code,
    granted: permissions,
    limits,
    isPreview: false,
    now: run.clock.now(),
    log: async (level, text) => {
      const line = keptText(text, mostLine);
      await (level === "info" ? run.log.info(say(line, line)) : run.log.warning(say(line, line)));
    },
    isCancelled: async () => await isCancelAsked(db, run.runId),
    signal,
  });
  const failure = failureOf(name, end, limits);
  if (failure !== undefined || end.how !== "returned") {
    const again = end.how === "stopped" && end.by === "closing" ? { retryInMinutes: 1 } : {};
    return { figures: { ...noFigures, read: collected.rowsRead }, failure: failure ?? gone(name), ...again };
  }
  if (end.unsaved > 0) await run.log.warning(neverCommitted(end.unsaved));
  const message = keptText(end.message, mostLine);
  if (message !== "") await run.log.info(say(message, message));
  return {
    figures: figuresOf(collected.effects, collected.rowsRead),
    commit: async (tx) => await doEffects(tx, collected.effects),
  };
}

function figuresOf(effects: readonly Effect[], read: number): Figures {
  const created = effects.filter((effect) => ["add", "send", "report"].includes(effect.kind)).length;
  return { ...noFigures, read, created, changed: effects.length - created };
}

function neverCommitted(howMany: number) {
  return say(
    `${howMany} changement(s) sans db.session.commit() : ils ne sont pas faits.`,
    `${howMany} change(s) without db.session.commit(): they are not made.`,
  );
}
