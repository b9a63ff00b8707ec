import { findScenario, listLogEntries, listRuns, listScenarios, type RunRow } from "#features/scenarios/store.ts";
import { unknownScenario } from "#features/scenarios/texts.ts";
import { say } from "#lib/bilingual.ts";

import { guarded, toldOf } from "./guard.ts";

/** The routes of scenarios and their runs. */
export const scenarioRoutes = guarded.scenarios.router({
  list: guarded.scenarios.list.handler(async ({ context }) => {
    const { db } = context.app.database;
    const rows = await listScenarios(db);
    return await Promise.all(
      rows.map(async ({ name, title, icon, colour, enabled, cron, after }) => {
        const [last] = await listRuns(db, { scenario: name, limit: 1 });
        return { name, title, icon, colour, enabled, cron, after, lastRun: last === undefined ? null : shown(last) };
      }),
    );
  }),
  run: guarded.scenarios.run.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const known = await findScenario(app.database.db, input.name);
    if (known === undefined) throw errors.REFUSED(toldOf(unknown(input.name)));
    return { id: await app.request({ scenario: input.name, cause: "manual" }) };
  }),
  runs: guarded.scenarios.runs.handler(async ({ context, input }) => {
    const { scenario, limit } = input;
    const rows = await listRuns(context.app.database.db, { limit, ...(scenario === undefined ? {} : { scenario }) });
    return rows.map(shown);
  }),
  log: guarded.scenarios.log.handler(async ({ context, input }) => {
    const lines = await listLogEntries(context.app.database.db, { runId: input.id, limit: input.limit });
    return lines.map(({ at, level, message, place, remedy }) => ({ at: at.toString(), level, message, place, remedy }));
  }),
});

function shown({ id, number, scenario, cause, startedAt, endedAt, outcome, figures, failure }: RunRow) {
  return {
    id,
    number,
    scenario,
    cause,
    startedAt: startedAt.toString(),
    endedAt: endedAt?.toString() ?? null,
    outcome,
    figures: { ...figures },
    failure: failure === null ? null : toldOf(failure).data,
  };
}

function unknown(name: string) {
  return {
    ...unknownScenario(name),
    remedy: say("Rechargez la liste des scénarios.", "Load the list of scenarios again."),
    place: name,
  };
}
