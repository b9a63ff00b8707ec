import type { Like } from "../like.ts";
import type { timetable as french } from "../fr/timetable.ts";

/** The timetable: import, mapping, exceptions, holidays. */
export const timetable: Like<typeof french> = {
  nav: {},
};
