import type { TablerIcon } from "@tabler/icons-react";
import type { ParseKeys } from "i18next";

import type { Role } from "../src/features/accounts/contract.ts";

/** The parts of the navigation, in the order in which they stand. */
export const sections = ["day", "school", "talk", "machine", "house"] as const;

/** A page in the navigation. */
export interface NavigationEntry {
  readonly section: (typeof sections)[number];
  readonly to: string;
  /** A word under `nav` of its area. */
  readonly word: Extract<ParseKeys, `${string}.nav.${string}`>;
  readonly icon: TablerIcon;
  /** Who sees it; the server decides by itself who may ask what stands on it. */
  readonly roles: readonly Role[];
}

/** Whether an address is that of a page of the navigation, or of something on it. */
export function isUnder(pathname: string, to: string): boolean {
  return pathname === to || (to !== "/" && pathname.startsWith(`${to}/`));
}

/** Those who see the whole school. */
export const readers: readonly Role[] = ["owner", "operator", "viewer"];
/** Those who change it. */
export const operators: readonly Role[] = ["owner", "operator"];
/** Those who decide who else may. */
export const owners: readonly Role[] = ["owner"];
