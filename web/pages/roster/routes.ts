import { IconChalkboard, IconSchool, IconUsersGroup } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of groups, students and coaches. */
export const rosterRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/groups",
    component: lazyPage(async () => await import("./groups.tsx"), "Groups"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/students",
    component: lazyPage(async () => await import("./students.tsx"), "Students"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/students/$id",
    component: lazyPage(async () => await import("./student.tsx"), "Student"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/coaches",
    component: lazyPage(async () => await import("./coaches.tsx"), "Coaches"),
  }),
] as const;

/** Where the navigation shows them. */
export const rosterPages: readonly NavigationEntry[] = [
  { section: "school", to: "/groups", word: "roster.nav.groups", icon: IconUsersGroup, roles: readers },
  { section: "school", to: "/students", word: "roster.nav.students", icon: IconSchool, roles: readers },
  { section: "school", to: "/coaches", word: "roster.nav.coaches", icon: IconChalkboard, roles: readers },
];
