import type { NavigationEntry } from "../../navigation.ts";

/** The pages of the timetable. */
export const timetableRoutes = [] as const;

/** Where the navigation shows them. */
export const timetablePages: readonly NavigationEntry[] = [];
