import { useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { InferContractRouterOutputs } from "@orpc/contract";
import { useMemo } from "react";

import type { contract } from "../../../src/http/contract.ts";
import { api } from "../../api.ts";
import { dayAfter } from "../../components/use-times.ts";
import type { WeekSession } from "./marks.tsx";

type Answer = InferContractRouterOutputs<typeof contract>["sessions"]["week"];

/** A day of the plan (`YYYY-MM-DD`, of the school's zone) with its sessions, by start. */
export interface WeekDay {
  readonly date: string;
  readonly sessions: readonly WeekSession[];
}

/** Seven days as far as they are here. */
export interface PlannedWeek {
  readonly first: string;
  readonly until: string;
  /** The server's time, an instant. */
  readonly now: string;
  readonly days: readonly WeekDay[];
  readonly sessions: readonly WeekSession[];
  /** Whether every day is here. */
  readonly isWhole: boolean;
}

/** How old a day may be before it is asked again by itself, in milliseconds. */
const refetchInterval = 60_000;
const length = 7;

/**
 * A week, today first where none is named. It is asked day by day: the first is there at once, however many sessions the
 * others hold, and what is counted, searched and decided over the whole week has them all a moment later.
 */
export function useWeek(from: string | undefined): {
  readonly week: PlannedWeek | undefined;
  readonly error: unknown;
  readonly again: () => void;
} {
  const today = useQuery(
    api.sessions.week.queryOptions({ input: { days: 1 }, refetchInterval, enabled: from === undefined }),
  );
  const first = from ?? today.data?.from;
  const inputs =
    first === undefined
      ? []
      : Array.from({ length }, (_, index) =>
          index === 0 && from === undefined ? { days: 1 } : { from: dayAfter(first, index), days: 1 },
        );
  const { answers, error, again } = useQueries({
    queries: inputs.map((input) => api.sessions.week.queryOptions({ input, refetchInterval })),
    combine: together,
  });
  const week = useMemo(() => {
    const now = answers.find((answer) => answer !== undefined)?.now;
    if (first === undefined || now === undefined) return undefined;
    const days = answers.map((answer, index) => ({
      date: dayAfter(first, index),
      sessions: answer?.sessions ?? [],
    }));
    return {
      first,
      until: dayAfter(first, length - 1),
      now,
      days,
      sessions: days.flatMap((day) => day.sessions),
      isWhole: answers.every((answer) => answer !== undefined),
    };
  }, [answers, first]);
  return {
    week,
    error: today.error ?? error,
    again: from === undefined && today.isError ? () => void today.refetch() : again,
  };
}

function together(results: readonly UseQueryResult<Answer>[]) {
  return {
    answers: results.map((one) => one.data),
    error: results.find((one) => one.isError)?.error ?? null,
    again: () => {
      for (const one of results) if (one.isError) void one.refetch();
    },
  };
}
