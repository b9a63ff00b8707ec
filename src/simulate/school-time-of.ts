import type { App } from "#app/parts.ts";
import { nextSlot } from "#features/scenarios/next-slot.ts";
import type { SchoolTime } from "#simulators/school-time.ts";
import type { SimulatedSchool } from "#simulators/simulated-school.ts";

/** What moves with the time of a simulated school in which this app runs. */
export function schoolTimeOf(app: App, { clock, telegram, cast }: SimulatedSchool): SchoolTime {
  return {
    clock,
    engine: app.engine,
    telegram,
    cast,
    nextSlot: async () => await nextSlot({ db: app.database.db, zone: app.config.school.timeZone, now: clock.now() }),
  };
}
