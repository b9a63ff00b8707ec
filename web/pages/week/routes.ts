import { IconCalendarWeek } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of the coming week. */
export const weekRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/week",
    component: lazyPage(async () => await import("./week.tsx"), "Week"),
  }),
] as const;

/** Where the navigation shows them. */
export const weekPages: readonly NavigationEntry[] = [
  { section: "day", to: "/week", word: "week.nav.plan", icon: IconCalendarWeek, roles: readers },
];
