import { IconDatabaseExport, IconFlag, IconHistory, IconSettings } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { operators, owners, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of settings, backups and audit. */
export const settingsRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/start",
    component: lazyPage(async () => await import("./first-run.tsx"), "FirstRun"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/settings",
    component: lazyPage(async () => await import("./settings.tsx"), "Settings"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/backups",
    component: lazyPage(async () => await import("./backups.tsx"), "Backups"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/audit",
    component: lazyPage(async () => await import("./audit.tsx"), "Audit"),
  }),
] as const;

/** Where the navigation shows them. */
export const settingsPages: readonly NavigationEntry[] = [
  { section: "house", to: "/start", word: "start.nav.start", icon: IconFlag, roles: operators },
  { section: "house", to: "/settings", word: "settings.nav.settings", icon: IconSettings, roles: operators },
  { section: "house", to: "/backups", word: "backups.nav.backups", icon: IconDatabaseExport, roles: owners },
  { section: "house", to: "/audit", word: "audit.nav.audit", icon: IconHistory, roles: operators },
];
