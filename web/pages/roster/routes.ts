import type { NavigationEntry } from "../../navigation.ts";

/** The pages of groups, students and coaches. */
export const rosterRoutes = [] as const;

/** Where the navigation shows them. */
export const rosterPages: readonly NavigationEntry[] = [];
