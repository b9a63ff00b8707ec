import type { Like } from "../like.ts";
import type { api as french } from "../fr/api.ts";

/** The API, its tokens and figures. */
export const api: Like<typeof french> = {
  nav: {},
};
