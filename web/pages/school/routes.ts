import { IconHome } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { readers, type NavigationEntry } from "../../navigation-entry.ts";
import { Today } from "./today.tsx";

/** Today, which comes with the first load. */
export const schoolRoutes = [createRoute({ getParentRoute: () => shell, path: "/", component: Today })] as const;

/** Where the navigation shows it. */
export const schoolPages: readonly NavigationEntry[] = [
  { section: "day", to: "/", word: "school.nav.today", icon: IconHome, roles: [...readers, "coach"] },
];
