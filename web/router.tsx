import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";

import { Shell } from "./components/shell.tsx";
import { Today } from "./pages/school/today.tsx";

const root = createRootRoute({ component: Outlet });
/** Everything behind the login. */
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

const today = createRoute({ getParentRoute: () => shell, path: "/", component: Today });
const scenarios = createRoute({
  getParentRoute: () => shell,
  path: "/scenarios",
  component: lazyRouteComponent(async () => await import("./pages/scenarios/scenarios.tsx"), "Scenarios"),
});
const runs = createRoute({
  getParentRoute: () => shell,
  path: "/runs",
  component: lazyRouteComponent(async () => await import("./pages/scenarios/runs.tsx"), "Runs"),
});
const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: lazyRouteComponent(async () => await import("./pages/accounts/login.tsx"), "Login"),
});
const accept = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  component: lazyRouteComponent(async () => await import("./pages/accounts/invitation.tsx"), "Invitation"),
});

/** The addresses of the page. */
export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren([today, scenarios, runs]), login, accept]),
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
