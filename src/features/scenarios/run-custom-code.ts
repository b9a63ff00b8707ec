import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";

import { answerCalls, type SchoolForScenarios } from "./answer-calls.ts";
import type { Collected, Limits, Permission } from "./custom-rules.ts";
import { describeModels } from "./model-rules.ts";
import type { PythonListener, PythonPort } from "./ports.ts";
import type { PythonEnd } from "./python-rules.ts";
import { readingAtOneMoment } from "./query-store.ts";

/** What the code is told about where it is. */
export interface CodeSurroundings {
  readonly name: string;
  readonly language: "fr" | "en";
  readonly timeZone: string;
}

/**
 * Runs a scenario's code over the school's data as of one moment, and gives how it ended with what it wants done.
 *
 * Nothing is changed and nothing is sent: that is for the caller, when the end allows it.
 */
export async function runCustomCode({
  db,
  python,
  school,
  about,
  code,
  granted,
  limits,
  isPreview,
  now,
  log,
  isCancelled,
  signal,
}: {
  readonly db: Db;
  readonly python: PythonPort;
  readonly school: SchoolForScenarios;
  readonly about: CodeSurroundings;
  readonly code: string;
  readonly granted: readonly Permission[];
  readonly limits: Limits;
  readonly isPreview: boolean;
  readonly now: Instant;
  readonly log: PythonListener["log"];
  readonly isCancelled: () => Promise<boolean>;
  readonly signal: AbortSignal;
}): Promise<{ readonly end: PythonEnd; readonly collected: Collected }> {
  return await readingAtOneMoment(db, async (ask) => {
    const calls = answerCalls({ db, ask, school, granted: new Set(granted), isPreview, limits });
    const end = await python.run(
      {
        source: code,
        surroundings: {
          order: "run",
          school: { name: about.name, language: about.language, zone: about.timeZone },
          models: describeModels([...school.models.values()]),
        },
        timeZone: about.timeZone,
        now,
        walls: {
          seconds: limits.seconds,
          memoryMegabytes: limits.memoryMegabytes,
          calls: limits.calls,
          outputBytes: limits.outputKilobytes * 1024,
        },
        isCancelled,
        signal,
      },
      { answer: calls.answer, log },
    );
    return { end, collected: calls.collected() };
  });
}
