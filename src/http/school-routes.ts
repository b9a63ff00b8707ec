import { checkHealth } from "#app/health/check-health.ts";

import { guarded } from "./guard.ts";
import { onPage } from "./page-words.ts";
import { readStatus } from "./status.ts";

/** How many of the next runs are told. */
const howMany = 8;

/** After this the browser asks again, and whether it still may is looked at again; in milliseconds. */
const streamMs = 10 * 60_000;

/** The routes of the school as a whole. */
export const schoolRoutes = guarded.school.router({
  status: guarded.school.status.handler(async ({ context }) => {
    const { school, mode, engine, coming } = await readStatus(context.app, howMany);
    return {
      school: school.name,
      language: school.language,
      timeZone: school.timeZone,
      mode,
      demo: context.app !== context.own,
      engine,
      coming: (coming ?? []).map(({ scenario, title, schedule, at }) => ({
        scenario,
        title,
        schedule,
        at: at.toString(),
      })),
    };
  }),
  health: guarded.school.health.handler(async ({ context }) => {
    const { checks, runs, ...rest } = await checkHealth(context.app);
    return {
      ...rest,
      checks: checks.map(({ found, remedy, ...check }) => ({
        ...check,
        found: onPage(found),
        ...(remedy === undefined ? {} : { remedy: onPage(remedy) }),
      })),
      runs: runs.map(({ what, remedy, ...run }) => ({
        ...run,
        what: what && onPage(what),
        remedy: remedy && onPage(remedy),
      })),
    };
  }),
  events: guarded.school.events.handler(async function* ({ context, signal }) {
    // Another school on the page: who followed this one begins anew.
    const ends = [AbortSignal.timeout(streamMs), signal, context.demo?.changed()];
    const ending = AbortSignal.any(ends.filter((one) => one !== undefined));
    for await (const changed of context.live.changes(ending)) yield { topics: [...changed] };
  }),
});
