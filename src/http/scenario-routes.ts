import { listArtefacts } from "#features/scenarios/custom-store.ts";
import { nextRuns } from "#features/scenarios/rules.ts";
import { searchRuns } from "#features/scenarios/run-list-store.ts";
import { scheduleInWords } from "#features/scenarios/schedule-rules.ts";
import { findScenario, listLogEntries, listRuns, listScenarios, type RunRow } from "#features/scenarios/store.ts";
import { unknownScenario } from "#features/scenarios/texts.ts";
import { say } from "#lib/bilingual.ts";

import { customScenarioRoutes } from "./custom-scenario-routes.ts";
import { dataAddress } from "./data-address.ts";
import { guarded, toldOf } from "./guard.ts";

/** The routes of scenarios and their runs. */
export const scenarioRoutes = guarded.scenarios.router({
  list: guarded.scenarios.list.handler(async ({ context }) => {
    const { app } = context;
    const { db } = app.database;
    const rows = await listScenarios(db);
    return await Promise.all(
      rows.map(async ({ name, kind, title, icon, colour, enabled, cron, after }) => {
        const [last] = await listRuns(db, { scenario: name, limit: 1 });
        const next = enabled && cron !== null ? nextRuns(cron, app.config.school.timeZone, app.clock.now(), 5) : [];
        return {
          name,
          kind,
          title,
          icon,
          colour,
          enabled,
          cron,
          after,
          schedule: scheduleInWords(cron ?? undefined, after ?? undefined),
          next: next.map((at) => at.toString()),
          lastRun: last === undefined ? null : shown(last),
        };
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
    const { day, ...filter } = input;
    const { app } = context;
    const first = day === undefined ? undefined : Temporal.PlainDate.from(day);
    const zone = app.config.school.timeZone;
    const from = first?.toZonedDateTime(zone).toInstant();
    const until = first?.add({ days: 1 }).toZonedDateTime(zone).toInstant();
    return (await searchRuns(app.database.db, { ...filter, from, until })).map(shown);
  }),
  log: guarded.scenarios.log.handler(async ({ context, input }) => {
    const lines = await listLogEntries(context.app.database.db, { runId: input.id, limit: input.limit });
    return lines.map(({ at, level, message, place, remedy, cause }) => ({
      at: at.toString(),
      level,
      message,
      place,
      remedy,
      cause,
    }));
  }),
  files: guarded.scenarios.files.handler(async ({ context, input }) => {
    const made = await listArtefacts(context.app.database.db, input.id);
    return made.map((file) => ({ fileName: file.fileName, address: dataAddress(file) }));
  }),
  ...customScenarioRoutes,
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
