import { IconTableImport } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { operators, type NavigationEntry } from "../../navigation.ts";

/** The pages of the timetable. */
export const timetableRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/timetable/import",
    component: lazyRouteComponent(async () => await import("./import.tsx"), "Import"),
  }),
] as const;

/** Where the navigation shows them. */
export const timetablePages: readonly NavigationEntry[] = [
  { section: "school", to: "/timetable/import", word: "timetable.nav.import", icon: IconTableImport, roles: operators },
];
