import { IconDatabaseExport, IconFlag, IconHistory, IconSettings } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { operators, owners, type NavigationEntry } from "../../navigation.ts";

/** The pages of settings, backups and audit. */
export const settingsRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/start",
    component: lazyRouteComponent(async () => await import("./first-run.tsx"), "FirstRun"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/settings",
    component: lazyRouteComponent(async () => await import("./settings.tsx"), "Settings"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/backups",
    component: lazyRouteComponent(async () => await import("./backups.tsx"), "Backups"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/audit",
    component: lazyRouteComponent(async () => await import("./audit.tsx"), "Audit"),
  }),
] as const;

/** Where the navigation shows them. */
export const settingsPages: readonly NavigationEntry[] = [
  { section: "house", to: "/start", word: "start.nav.start", icon: IconFlag, roles: operators },
  { section: "house", to: "/settings", word: "settings.nav.settings", icon: IconSettings, roles: operators },
  { section: "house", to: "/backups", word: "backups.nav.backups", icon: IconDatabaseExport, roles: owners },
  { section: "house", to: "/audit", word: "audit.nav.audit", icon: IconHistory, roles: operators },
];
