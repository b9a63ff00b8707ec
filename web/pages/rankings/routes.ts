import type { NavigationEntry } from "../../navigation.ts";

/** The pages of rankings and points. */
export const rankingsRoutes = [] as const;

/** Where the navigation shows them. */
export const rankingsPages: readonly NavigationEntry[] = [];
