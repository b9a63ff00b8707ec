import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root } from "../../frame.ts";
import type { NavigationEntry } from "../../navigation.ts";

/** The pages before the login. */
export const doorRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: "/login",
    component: lazyRouteComponent(async () => await import("./login.tsx"), "Login"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/invitation",
    component: lazyRouteComponent(async () => await import("./invitation.tsx"), "Invitation"),
  }),
] as const;

/** The pages of accounts, behind the login. */
export const accountsRoutes = [] as const;

/** Where the navigation shows them. */
export const accountsPages: readonly NavigationEntry[] = [];
