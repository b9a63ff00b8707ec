import type { Like } from "../like.ts";
import type { participation as french } from "../fr/participation.ts";

/** Attendance and its charts. */
export const participation: Like<typeof french> = {
  nav: {},
};
