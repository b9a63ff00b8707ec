import { IconCoins, IconGavel, IconTrophy } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of rankings and points. */
export const rankingsRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/rankings",
    component: lazyPage(async () => await import("./rankings.tsx"), "Rankings"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/points",
    component: lazyPage(async () => await import("./points.tsx"), "Points"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/contests",
    component: lazyPage(async () => await import("./contests.tsx"), "Contests"),
  }),
] as const;

/** Where the navigation shows them. */
export const rankingsPages: readonly NavigationEntry[] = [
  { section: "talk", to: "/rankings", word: "rankings.nav.rankings", icon: IconTrophy, roles: readers },
  { section: "talk", to: "/points", word: "rankings.nav.points", icon: IconCoins, roles: readers },
  { section: "talk", to: "/contests", word: "rankings.nav.contests", icon: IconGavel, roles: readers },
];
