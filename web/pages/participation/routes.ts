import { IconCalendarUser, IconChartLine, IconChecklist, IconUserQuestion } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of attendance, of names in Zoom, and of a coach's own classes. */
export const participationRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/attendance",
    component: lazyPage(async () => await import("./attendance.tsx"), "Attendance"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/identities",
    component: lazyPage(async () => await import("./identities.tsx"), "Identities"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/trend",
    component: lazyPage(async () => await import("./trend.tsx"), "Trend"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/my-classes",
    component: lazyPage(async () => await import("./my-classes.tsx"), "MyClasses"),
  }),
] as const;

/** Where the navigation shows them. */
export const participationPages: readonly NavigationEntry[] = [
  { section: "day", to: "/my-classes", word: "participation.nav.mine", icon: IconCalendarUser, roles: ["coach"] },
  { section: "school", to: "/attendance", word: "participation.nav.attendance", icon: IconChecklist, roles: readers },
  {
    section: "school",
    to: "/identities",
    word: "participation.nav.identities",
    icon: IconUserQuestion,
    roles: readers,
  },
  { section: "school", to: "/trend", word: "participation.nav.trend", icon: IconChartLine, roles: readers },
];
