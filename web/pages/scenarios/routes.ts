import { IconHistory, IconRobot } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of scenarios and their runs. */
export const scenariosRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/scenarios",
    component: lazyPage(async () => await import("./scenarios.tsx"), "Scenarios"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/scenarios/$name",
    component: lazyPage(async () => await import("./scenario.tsx"), "Scenario"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/runs",
    component: lazyPage(async () => await import("./runs.tsx"), "Runs"),
  }),
] as const;

/** Where the navigation shows them. */
export const scenariosPages: readonly NavigationEntry[] = [
  { section: "machine", to: "/scenarios", word: "scenarios.nav.scenarios", icon: IconRobot, roles: readers },
  { section: "machine", to: "/runs", word: "scenarios.nav.runs", icon: IconHistory, roles: readers },
];
