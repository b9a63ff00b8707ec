import { createRouter } from "@tanstack/react-router";

import { NotFound } from "./components/not-found.tsx";
import { PageNotHere } from "./components/page-not-here.tsx";
import { Shell } from "./components/shell.tsx";
import { root, shell } from "./frame.ts";
import { accountsRoutes, doorRoutes } from "./pages/accounts/routes.ts";
import { apiRoutes } from "./pages/api/routes.ts";
import { messagesRoutes } from "./pages/messages/routes.ts";
import { participationRoutes } from "./pages/participation/routes.ts";
import { rankingsRoutes } from "./pages/rankings/routes.ts";
import { rosterRoutes } from "./pages/roster/routes.ts";
import { scenariosRoutes } from "./pages/scenarios/routes.ts";
import { schoolRoutes } from "./pages/school/routes.ts";
import { settingsRoutes } from "./pages/settings/routes.ts";
import { timetableRoutes } from "./pages/timetable/routes.ts";
import { weekRoutes } from "./pages/week/routes.ts";

shell.update({ component: Shell });

const behindTheLogin = shell.addChildren([
  ...schoolRoutes,
  ...timetableRoutes,
  ...weekRoutes,
  ...rosterRoutes,
  ...messagesRoutes,
  ...rankingsRoutes,
  ...scenariosRoutes,
  ...accountsRoutes,
  ...settingsRoutes,
  ...participationRoutes,
  ...apiRoutes,
] as const);

/** The addresses of the page. */
export const router = createRouter({
  routeTree: root.addChildren([behindTheLogin, ...doorRoutes] as const),
  defaultPreload: "intent",
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: PageNotHere,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
