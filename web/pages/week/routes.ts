import type { NavigationEntry } from "../../navigation.ts";

/** The pages of the coming week. */
export const weekRoutes = [] as const;

/** Where the navigation shows them. */
export const weekPages: readonly NavigationEntry[] = [];
