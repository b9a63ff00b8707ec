import type { App } from "#app/parts.ts";
import { listScenarios } from "#features/scenarios/store.ts";
import type { Mode, School } from "#features/school/rules.ts";

import { comingRuns, type Coming } from "./coming.ts";

/** What a running Carillon can say of itself. */
export interface Status {
  readonly school: School;
  /** Whether the schedules run: here, or in another process when this one serves the page alone. */
  readonly engine: boolean;
  readonly mode: Mode["kind"];
  /** The next things that the schedules will do; `undefined` when the database does not answer. */
  readonly coming: readonly Coming[] | undefined;
}

/** How long the database may take to answer before it counts as gone, in milliseconds. */
const patience = 2_000;

/** Asks the app; the database is given a moment only, because whoever watches over us waits for this. */
export async function readStatus(app: App, howMany: number): Promise<Status> {
  const { school } = app.config;
  const answered = new AbortController();
  const ask = async () => ({
    rows: await listScenarios(app.database.db),
    engine: await app.hasEngine(),
  });
  const asked = ask().catch(() => undefined);
  const answer = await Promise.race([asked, app.clock.sleep(patience, answered.signal).then(() => undefined)]);
  answered.abort();
  const options = { zone: school.timeZone, now: app.clock.now(), howMany };
  return {
    school,
    engine: (answer?.engine ?? app.role === "engine") && !app.lost.aborted,
    mode: school.mode.kind,
    coming: answer === undefined ? undefined : comingRuns(answer.rows, options),
  };
}
