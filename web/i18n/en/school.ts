import type { Like } from "../like.ts";
import type { school as french } from "../fr/school.ts";

/** Today: the school as a whole. */
export const school: Like<typeof french> = {
  nav: { today: "Today" },
  today: {
    title: "Today",
    next: "What comes next",
    nothing: "No scenario is scheduled.",
    engineStopped: "The schedules no longer run in this process.",
  },
};
