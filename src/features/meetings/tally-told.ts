import type { Failure } from "#lib/failure.ts";

import type { Told } from "./open-one-meeting.ts";
import { waitsForNextDay } from "./write-to-host.ts";

/** What came of many meetings. */
export interface Tally {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
  /** The first that Zoom did not answer to. */
  readonly lost: Extract<Told, { readonly kind: "unreachable" }> | undefined;
  /** Trying again in some minutes may help. */
  readonly mayPass: boolean;
  /** A daily budget left something out that the next day brings. */
  readonly waitsForNextDay: boolean;
}

/** Nothing came yet. */
export const nothingTold: Tally = {
  created: 0,
  changed: 0,
  unchanged: 0,
  failed: 0,
  lost: undefined,
  mayPass: false,
  waitsForNextDay: false,
};

/** Counts what came of some meetings. */
export function tallyTold(told: readonly Told[]): Tally {
  const of = (kind: Told["kind"]) => told.filter((one) => one.kind === kind).length;
  return {
    created: of("created"),
    changed: of("changed"),
    unchanged: of("unchanged"),
    failed: of("refused") + of("unreachable"),
    lost: told.find((one) => one.kind === "unreachable"),
    mayPass: told.some((one) => "failure" in one && passesByItself(one.failure)),
    waitsForNextDay: told.some((one) => "failure" in one && waitsForNextDay(one.failure)),
  };
}

/** Two counts as one. */
export function addTallies(a: Tally, b: Tally): Tally {
  return {
    created: a.created + b.created,
    changed: a.changed + b.changed,
    unchanged: a.unchanged + b.unchanged,
    failed: a.failed + b.failed,
    lost: a.lost ?? b.lost,
    mayPass: a.mayPass || b.mayPass,
    waitsForNextDay: a.waitsForNextDay || b.waitsForNextDay,
  };
}

/** True for too many requests at once: later there is room again. */
export function passesByItself({ code }: Pick<Failure, "code">): boolean {
  return code === "zoom.limit";
}
