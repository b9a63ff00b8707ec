import type { Like } from "../like.ts";
import type { roster as french } from "../fr/roster.ts";

/** Groups, students, coaches, identities. */
export const roster: Like<typeof french> = {
  nav: {},
};
