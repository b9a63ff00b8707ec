import { useQuery } from "@tanstack/react-query";

import { api } from "../api.ts";

/** Whether the person changes the school; the server decides by itself. Others see the same pages without buttons. */
export function useMayChange(): boolean {
  const { data: role } = useQuery(api.accounts.me.queryOptions({ select: (me) => me.role }));
  return role === "owner" || role === "operator";
}
