import { lazyRouteComponent } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { PageNotHere } from "./components/page-not-here.tsx";

type Page = () => ReactNode;

/**
 * A page that comes when it is wanted. Where it cannot come, as nobody answers or as a newer Carillon has it under
 * another name, the frame stays and says so; the router by itself would load everything anew, and lose what is there.
 */
export function lazyPage<Name extends string>(load: () => Promise<Readonly<Record<Name, Page>>>, name: Name) {
  return lazyRouteComponent<Record<Name, Page>, Name>(async () => {
    try {
      return await load();
    } catch {
      return { [name]: PageNotHere } as Record<Name, Page>;
    }
  }, name);
}
