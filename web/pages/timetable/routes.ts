import { IconTable } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of the timetable. */
export const timetableRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable",
    component: lazyPage(async () => await import("./timetable.tsx"), "Timetable"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/import",
    component: lazyPage(async () => await import("./import.tsx"), "Import"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/exceptions",
    component: lazyPage(async () => await import("./exceptions.tsx"), "Exceptions"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/holidays",
    component: lazyPage(async () => await import("./holidays.tsx"), "Holidays"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/courses",
    component: lazyPage(async () => await import("./courses.tsx"), "Courses"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/history",
    component: lazyPage(async () => await import("./history.tsx"), "History"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/calendars",
    component: lazyPage(async () => await import("./calendars.tsx"), "Calendars"),
  }),
] as const;

/** Where the navigation shows them. */
export const timetablePages: readonly NavigationEntry[] = [
  { section: "school", to: "/timetable", word: "timetable.nav.timetable", icon: IconTable, roles: readers },
];
