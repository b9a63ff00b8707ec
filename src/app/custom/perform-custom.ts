import { performCustomScenario } from "#features/scenarios/perform-custom-scenario.ts";
import type { Performed, RunContext } from "#features/scenarios/ports.ts";
import { noFigures } from "#features/scenarios/rules.ts";
import { say } from "#lib/bilingual.ts";
import type { App } from "../parts.ts";
import { doEffects } from "./do-effects.ts";
import { aboutOf, schoolForScenarios } from "./school-for-scenarios.ts";

/** What any custom scenario does over the app's parts; never two runs of one at once, whoever asks. */
export async function performCustom(app: App, run: RunContext, signal: AbortSignal): Promise<Performed> {
  const { scenario } = run.request;
  const performed = await app.alone(`custom scenario ${scenario}`, async () => {
    return await performCustomScenario({
      db: app.database.db,
      run,
      python: app.services.python,
      school: schoolForScenarios(app),
      about: aboutOf(app),
      doEffects: async (tx, effects) => await doEffects(app, { id: run.runId, scenario }, tx, effects),
      signal,
    });
  });
  return performed === "taken" ? { figures: noFigures, skipped: isRunning, retryInMinutes: 1 } : performed;
}

const isRunning = say(
  "Ce scénario tourne déjà : cette exécution attend.",
  "This scenario is running already: this run waits.",
);
