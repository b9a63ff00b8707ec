import { IconApi } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of the API. */
export const apiRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/developers",
    component: lazyPage(async () => await import("./developers.tsx"), "Developers"),
  }),
] as const;

/** Where the navigation shows them. */
export const apiPages: readonly NavigationEntry[] = [
  { section: "house", to: "/developers", word: "api.nav.developers", icon: IconApi, roles: readers },
];
