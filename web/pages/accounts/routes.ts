import { IconUserCog, IconUsers } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { root, shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { owners, readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages before the login. */
export const doorRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: "/login",
    component: lazyPage(async () => await import("./login.tsx"), "Login"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/invitation",
    component: lazyPage(async () => await import("./invitation.tsx"), "Invitation"),
  }),
] as const;

/** The pages of accounts, behind the login. */
export const accountsRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/accounts",
    component: lazyPage(async () => await import("./accounts.tsx"), "Accounts"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/account",
    component: lazyPage(async () => await import("./my-account.tsx"), "MyAccount"),
  }),
] as const;

/** Where the navigation shows them. */
export const accountsPages: readonly NavigationEntry[] = [
  { section: "house", to: "/accounts", word: "accounts.nav.accounts", icon: IconUsers, roles: owners },
  { section: "house", to: "/account", word: "accounts.nav.mine", icon: IconUserCog, roles: [...readers, "coach"] },
];
