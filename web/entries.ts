import type { NavigationEntry } from "./navigation-entry.ts";
import { accountsPages } from "./pages/accounts/routes.ts";
import { apiPages } from "./pages/api/routes.ts";
import { messagesPages } from "./pages/messages/routes.ts";
import { participationPages } from "./pages/participation/routes.ts";
import { rankingsPages } from "./pages/rankings/routes.ts";
import { rosterPages } from "./pages/roster/routes.ts";
import { scenariosPages } from "./pages/scenarios/routes.ts";
import { schoolPages } from "./pages/school/routes.ts";
import { settingsPages } from "./pages/settings/routes.ts";
import { timetablePages } from "./pages/timetable/routes.ts";
import { weekPages } from "./pages/week/routes.ts";

/** Every page of the navigation; within its section, in this order. */
export const entries: readonly NavigationEntry[] = [
  ...schoolPages,
  ...timetablePages,
  ...weekPages,
  ...rosterPages,
  ...messagesPages,
  ...rankingsPages,
  ...scenariosPages,
  ...accountsPages,
  ...settingsPages,
  ...participationPages,
  ...apiPages,
];
