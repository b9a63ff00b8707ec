import type { NavigationEntry } from "../../navigation.ts";

/** The pages of messages and templates. */
export const messagesRoutes = [] as const;

/** Where the navigation shows them. */
export const messagesPages: readonly NavigationEntry[] = [];
