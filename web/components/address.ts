import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** What stands after `?` in the address, as text: a search, a filter, a day. It survives a reload and can be sent on. */
export type Address = Readonly<Record<string, string | undefined>>;

/**
 * The address' own choices, and how to change some of them (`undefined` takes one away).
 *
 * A change replaces the address, so that "back" leaves the page instead of undoing letters of a search.
 */
export function useAddress(): readonly [Address, (change: Address) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const address = Object.fromEntries(Object.entries(search).map(([key, value]) => [key, String(value)]));
  const change = useCallback(
    (some: Address) => {
      const changed = (before: Address) =>
        Object.fromEntries(
          Object.entries({ ...before, ...some }).filter(([, value]) => value !== undefined && value !== ""),
        );
      void navigate({ to: ".", search: changed as never, replace: true });
    },
    [navigate],
  );
  return [address, change];
}
