import { foreseeScenario } from "#app/foresee/foresee-scenario.ts";
import { askForRun } from "#features/scenarios/ask-for-run.ts";
import { builtInNames, nextRuns } from "#features/scenarios/rules.ts";
import { scheduleInWords } from "#features/scenarios/schedule-rules.ts";
import { listRuns, listScenarios } from "#features/scenarios/store.ts";
import { unknownScenario } from "#features/scenarios/texts.ts";
import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import { customScenarioRoutes, scheduleMark } from "./custom-scenario-routes.ts";
import { actorOf, guarded, toldOf } from "./guard.ts";
import { runRoutes, shownRun } from "./run-routes.ts";
import { whoDid } from "#app/who-did.ts";

/** The routes of scenarios and their runs. */
export const scenarioRoutes = guarded.scenarios.router({
  list: guarded.scenarios.list.handler(async ({ context }) => {
    const { app } = context;
    const { db } = app.database;
    const [rows, nameOf] = await Promise.all([listScenarios(db), whoDid(db)]);
    const byName = new Map(rows.map((row) => [row.name, row]));
    return await Promise.all(
      rows.map(async ({ name, kind, title, icon, colour, enabled, cron, after }) => {
        const [last] = await listRuns(db, { scenario: name, limit: 1 });
        const root = rootOf({ name, enabled, cron, after }, byName);
        const next = root === undefined ? [] : nextRuns(root, app.config.school.timeZone, app.clock.now(), 5);
        const before = after === null ? undefined : byName.get(after)?.title;
        return {
          name,
          kind,
          title,
          icon,
          colour,
          enabled,
          cron,
          after,
          mark: scheduleMark({ cron, after }),
          schedule: scheduleInWords(cron ?? undefined, before && say(`« ${before.fr} »`, `"${before.en}"`)),
          next: next.map((at) => at.toString()),
          lastRun: last === undefined ? null : shownRun(last, nameOf),
        };
      }),
    );
  }),
  run: guarded.scenarios.run.handler(async ({ context, input, errors }) => {
    const { database, clock, request } = context.app;
    const { name } = input;
    const asked = await askForRun({ db: database.db, now: clock.now(), by: actorOf(context), scenario: name, request });
    if (!asked.ok) throw errors.REFUSED(toldOf(reload(name, asked.failure)));
    return { id: asked.value };
  }),
  foresee: guarded.scenarios.foresee.handler(async ({ context, input, errors }) => {
    const name = builtInNames.find((one) => one === input.name);
    if (name === undefined) throw errors.REFUSED(toldOf(reload(input.name, unknownScenario(input.name))));
    const foreseen = await foreseeScenario(context.app, name);
    if (!foreseen.ok) throw errors.REFUSED(toldOf(foreseen.failure));
    return { lines: [...foreseen.value] };
  }),
  ...runRoutes,
  ...customScenarioRoutes,
});

interface Scheduled {
  readonly name: string;
  readonly enabled: boolean;
  readonly cron: string | null;
  readonly after: string | null;
}

/** The schedule by which a scenario comes to run: its own, or that of the one at the head of those that it follows. */
function rootOf(scenario: Scheduled, byName: ReadonlyMap<string, Scheduled>): string | undefined {
  const seen = new Set<string>();
  let one: Scheduled | undefined = scenario;
  while (one !== undefined && one.enabled && !seen.has(one.name)) {
    if (one.cron !== null) return one.cron;
    seen.add(one.name);
    one = one.after === null ? undefined : byName.get(one.after);
  }
  return undefined;
}

/** The page finds the scenarios that there are in its list. */
function reload(name: string, failure: Failure): Failure {
  return {
    ...failure,
    remedy: say("Rechargez la liste des scénarios.", "Load the list of scenarios again."),
    place: name,
  };
}
