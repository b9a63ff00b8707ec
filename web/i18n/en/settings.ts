import type { Like } from "../like.ts";
import type { settings as french } from "../fr/settings.ts";

/** First run, settings, backups, audit. */
export const settings: Like<typeof french> = {
  nav: {},
};
