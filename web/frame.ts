import { createRootRoute, createRoute, Outlet } from "@tanstack/react-router";

/** Where every address of the page begins. */
export const root = createRootRoute({ component: Outlet });

/** Everything behind the login: the parent of the pages of the school. `router.tsx` gives it its component. */
export const shell = createRoute({ getParentRoute: () => root, id: "shell" });
