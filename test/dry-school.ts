import type { School } from "#features/school/rules.ts";
import type { TimeZone } from "#lib/ids.ts";

/** A French school in Abidjan, one hour a class, that sends nothing: for what reads a timetable and plans it. */
export const drySchool: School = {
  name: "École",
  language: "fr",
  timeZone: "Africa/Abidjan" as TimeZone,
  audienceZones: [],
  defaultDurationMinutes: 60,
  mode: { kind: "dry" },
};
