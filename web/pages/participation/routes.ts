import type { NavigationEntry } from "../../navigation.ts";

/** The pages of attendance. */
export const participationRoutes = [] as const;

/** Where the navigation shows them. */
export const participationPages: readonly NavigationEntry[] = [];
