import { guarded } from "./guard.ts";
import { readStatus } from "./status.ts";

/** How many of the next runs are told. */
const howMany = 8;

/** The routes of the school as a whole. */
export const schoolRoutes = guarded.school.router({
  status: guarded.school.status.handler(async ({ context }) => {
    const { school, mode, engine, coming } = await readStatus(context.app, howMany);
    return {
      school: school.name,
      language: school.language,
      timeZone: school.timeZone,
      mode,
      engine,
      coming: (coming ?? []).map(({ scenario, title, schedule, at }) => ({
        scenario,
        title,
        schedule,
        at: at.toString(),
      })),
    };
  }),
});
