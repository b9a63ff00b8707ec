import type { NavigationEntry } from "../../navigation.ts";

/** The pages of settings, backups and audit. */
export const settingsRoutes = [] as const;

/** Where the navigation shows them. */
export const settingsPages: readonly NavigationEntry[] = [];
