import { useDebouncedValue } from "@mantine/hooks";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useCallback } from "react";

import { useAddress } from "./address.ts";
import type { TableProps } from "./table-props.ts";

/** So many lines of a long list are asked for at once. */
const atOnce = 200;
/** How long somebody writes before it is looked for, in milliseconds. */
const pause = 300;

/**
 * What a table that gets its rows some at a time asks the server for: the words and the order in the address, from one of
 * these columns.
 */
export function useSome<const Column extends string>(columns: readonly Column[]) {
  const [address] = useAddress();
  const [written = ""] = useDebouncedValue(address["q"], pause);
  const words = written.trim();
  const sort = address["sort"];
  const orders = columns.flatMap((column) => [column, `-${column}` as const]);
  const order = orders.find((one) => one === sort);
  return (skip: number) => ({
    skip,
    limit: atOnce,
    ...(words === "" ? {} : { words }),
    ...(order === undefined ? {} : { order }),
  });
}

/** How many lines come before the next ones of a list; nothing once all are there. */
export function skipNext(
  last: { readonly count: number },
  pages: readonly { readonly lines: readonly unknown[] }[],
): number | undefined {
  const there = pages.reduce((sum, page) => sum + page.lines.length, 0);
  return there < last.count ? there : undefined;
}

/** How a list that comes some lines at a time goes on, as a table wants to know it. */
export function useRest(
  { hasNextPage, isFetching, isError, fetchNextPage }: Rest,
  count: number,
): NonNullable<TableProps<object>["some"]> {
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return { count, isFetching, more: hasNextPage && !isError ? more : undefined };
}

type Rest = Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetching" | "isError"> & {
  readonly fetchNextPage: () => Promise<unknown>;
};
