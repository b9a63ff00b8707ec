import { accounts } from "./accounts.ts";
import { api } from "./api.ts";
import { audit } from "./audit.ts";
import { backups } from "./backups.ts";
import { frame } from "./frame.ts";
import { messages } from "./messages.ts";
import { participation } from "./participation.ts";
import { rankings } from "./rankings.ts";
import { roster } from "./roster.ts";
import { scenarios } from "./scenarios.ts";
import { school } from "./school.ts";
import { settings } from "./settings.ts";
import { start } from "./start.ts";
import { timetable } from "./timetable.ts";
import { week } from "./week.ts";

/** The page's words in English. A key that French has and this lacks does not compile. */
export const words = {
  accounts,
  api,
  audit,
  backups,
  frame,
  messages,
  participation,
  rankings,
  roster,
  scenarios,
  school,
  settings,
  start,
  timetable,
  week,
};
