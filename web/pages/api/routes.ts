import type { NavigationEntry } from "../../navigation.ts";

/** The pages of the API. */
export const apiRoutes = [] as const;

/** Where the navigation shows them. */
export const apiPages: readonly NavigationEntry[] = [];
