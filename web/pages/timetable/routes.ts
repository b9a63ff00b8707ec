import { IconTable } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { readers, type NavigationEntry } from "../../navigation.ts";

/** The pages of the timetable. */
export const timetableRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable",
    component: lazyRouteComponent(async () => await import("./timetable.tsx"), "Timetable"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/import",
    component: lazyRouteComponent(async () => await import("./import.tsx"), "Import"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/exceptions",
    component: lazyRouteComponent(async () => await import("./exceptions.tsx"), "Exceptions"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/holidays",
    component: lazyRouteComponent(async () => await import("./holidays.tsx"), "Holidays"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/courses",
    component: lazyRouteComponent(async () => await import("./courses.tsx"), "Courses"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/history",
    component: lazyRouteComponent(async () => await import("./history.tsx"), "History"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/calendars",
    component: lazyRouteComponent(async () => await import("./calendars.tsx"), "Calendars"),
  }),
] as const;

/** Where the navigation shows them. */
export const timetablePages: readonly NavigationEntry[] = [
  { section: "school", to: "/timetable", word: "timetable.nav.timetable", icon: IconTable, roles: readers },
];
