import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { ok, failed, type Failure, type Result } from "#lib/failure.ts";

import type { SchoolForScenarios } from "./answer-calls.ts";
import { failureOf } from "./custom-failure-rules.ts";
import { defaultLimits, refuseDefinition, type Effect, type Permission } from "./custom-rules.ts";
import { findCustomScenario } from "./custom-store.ts";
import type { PythonPort } from "./ports.ts";
import { keptText } from "./python-rules.ts";
import { runCustomCode, type CodeSurroundings } from "./run-custom-code.ts";
import { refusedDefinition, unknownScenario } from "./texts.ts";

/** What a scenario would do now, over the school's real data; nothing of it was done. */
export interface CustomPreview {
  readonly message: string;
  /** Why it would fail; its effects are then those up to there, and none would be done. */
  readonly failure: Failure | undefined;
  readonly effects: readonly Effect[];
  readonly log: readonly { readonly level: "info" | "warning" | "error"; readonly text: string }[];
  readonly used: readonly Permission[];
  /** Used, but not granted yet: a run would be refused there. */
  readonly missing: readonly Permission[];
  readonly rowsRead: number;
  /** Changes that were never committed. */
  readonly unsaved: number;
}

/** Runs a scenario's code, the one in force or another, and lists every change and message without doing any. */
export async function previewCustomScenario({
  db,
  python,
  school,
  about,
  name,
  code,
  now,
  signal,
}: {
  readonly db: Db;
  readonly python: PythonPort;
  readonly school: SchoolForScenarios;
  readonly about: CodeSurroundings;
  readonly name: string;
  /** Absent: the code in force. */
  readonly code?: string | undefined;
  readonly now: Instant;
  readonly signal: AbortSignal;
}): Promise<Result<CustomPreview>> {
  const scenario = await findCustomScenario(db, name);
  const source = code ?? scenario?.code;
  if (source === undefined) return failed(unknownScenario(name));
  const refused = refuseDefinition(name, source);
  if (refused !== undefined) return failed(refusedDefinition(name, refused));
  const granted = scenario?.permissions ?? [];
  const limits = scenario?.limits ?? defaultLimits;
  const log: CustomPreview["log"][number][] = [];
  const { end, collected } = await runCustomCode({
    db,
    python,
    school,
    about,
    code: source,
    granted,
    limits,
    isPreview: true,
    now,
    log: async (level, text) => void log.push({ level, text: keptText(text, 4_000) }),
    isCancelled: async () => false,
    signal,
  });
  const used = [...collected.used];
  return ok({
    message: end.how === "returned" ? keptText(end.message, 2_000) : "",
    failure: failureOf(name, end, limits),
    effects: collected.effects,
    log,
    used,
    missing: used.filter((permission) => !granted.includes(permission)),
    rowsRead: collected.rowsRead,
    unsaved: end.how === "returned" ? end.unsaved : 0,
  });
}
