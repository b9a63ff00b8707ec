import type { Like } from "../like.ts";
import type { week as french } from "../fr/week.ts";

/** The Sunday Plan: the coming week. */
export const week: Like<typeof french> = {
  nav: {},
};
