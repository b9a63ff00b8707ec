import type { Like } from "../like.ts";
import type { rankings as french } from "../fr/rankings.ts";

/** Rankings, points, badges. */
export const rankings: Like<typeof french> = {
  nav: {},
};
