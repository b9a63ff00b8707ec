import type { Instant } from "#lib/clock.ts";

import { changedAt, deletedAt, isSamePlan, roomPlan, type HandChange, type RoomPlan } from "./hand-rules.ts";
import type { Host, ZoomMeeting } from "./ports.ts";
import type { KnownMeeting } from "./work-rules.ts";

/** A meeting's row as the look compares it. */
export interface LookedAt extends KnownMeeting {
  readonly sessionId: string;
  readonly accepted: RoomPlan | null;
  readonly occurrenceId: string | null;
}

/** A host's list, as Zoom gave it. */
export interface HostList {
  readonly host: Host;
  readonly meetings: readonly ZoomMeeting[];
}

/** What a look at Zoom found. */
export type Finding =
  /** Not in its host's list: to be read, for a list shows only what is still to come. */
  | { readonly kind: "missing"; readonly sessionId: string; readonly zoomId: string }
  | { readonly kind: "changed"; readonly sessionId: string; readonly now: RoomPlan }
  /** A change by hand that is no more. */
  | { readonly kind: "back"; readonly sessionId: string }
  /** Bears the key of a session that has another meeting: a creation that Zoom carried out after we had given it up. */
  | { readonly kind: "extra"; readonly sessionId: string; readonly zoomId: string; readonly host: Host }
  /** Bears the key of a session that has no meeting, as far as we know: it is taken over. */
  | { readonly kind: "found"; readonly sessionId: string; readonly zoomId: string; readonly host: Host };

/**
 * Compares what we know with the hosts' lists.
 *
 * `ownKeys` are the keys that are sessions of ours: another Carillon on the same account has keys too, and its
 * meetings are left alone. `wanted` are the sessions that should have a meeting of ours. `strays` are the keys of
 * meetings that were found or told to be too many on the lists before; those of these lists are added.
 */
export function compareWithZoom({
  rows,
  lists,
  ownKeys,
  wanted,
  strays,
}: {
  readonly rows: ReadonlyMap<string, LookedAt>;
  readonly lists: readonly HostList[];
  readonly ownKeys: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
  readonly strays: Set<string>;
}): readonly Finding[] {
  const findings: Finding[] = [];
  const listedHosts = new Set(lists.map(({ host }) => host.id));
  const seen = new Map(lists.flatMap(({ meetings }) => meetings.map((meeting) => [meeting.id, meeting] as const)));
  for (const row of rows.values()) {
    if (row.state !== "open" || row.zoomId === null || row.occurrenceId !== null) continue;
    if (!listedHosts.has(row.hostId)) continue;
    const { sessionId, zoomId } = row;
    const there = seen.get(zoomId);
    const known = row.accepted ?? roomPlan(row);
    if (there === undefined) findings.push({ kind: "missing", sessionId, zoomId });
    else if (!isSamePlan(known, roomPlan(there))) findings.push({ kind: "changed", sessionId, now: roomPlan(there) });
    else if (row.handChange !== null) findings.push({ kind: "back", sessionId });
  }
  return [...findings, ...straysOn({ rows, lists, ownKeys, wanted, strays })];
}

function straysOn({
  rows,
  lists,
  ownKeys,
  wanted,
  strays: taken,
}: Parameters<typeof compareWithZoom>[0]): readonly Finding[] {
  const found: Finding[] = [];
  for (const { host, meetings } of lists) {
    for (const { id: zoomId, key } of meetings) {
      if (key === undefined || !ownKeys.has(key)) continue;
      const row = rows.get(key);
      if (row?.zoomId === zoomId) continue;
      // What is being created or deleted is settled by its own step.
      if (row !== undefined && ["creating", "deleting"].includes(row.state)) continue;
      const isOpen = row !== undefined && !["deleted", "failed"].includes(row.state);
      if (isOpen || taken.has(key) || !wanted.has(key)) found.push({ kind: "extra", sessionId: key, zoomId, host });
      else found.push({ kind: "found", sessionId: key, zoomId, host });
      taken.add(key);
    }
  }
  return found;
}

/** The row after a finding, as the plan goes on with it; a finding that changes no row leaves it. */
export function withFinding<Row extends LookedAt>(row: Row, finding: Finding | MissingSettled, now: Instant): Row {
  switch (finding.kind) {
    case "changed":
      return { ...row, handChange: changedAt(now, finding.now) };
    case "deleted":
      return {
        ...row,
        handChange: deletedAt(now),
        zoomId: null,
        joinUrl: null,
        passcode: null,
      };
    case "back":
      return { ...row, handChange: null };
    case "found":
      return { ...row, state: "creating", hostId: finding.host.id, hostEmail: finding.host.email };
    default:
      return row;
  }
}

/** A missing meeting that was read: gone for good. */
export interface MissingSettled {
  readonly kind: "deleted";
  readonly sessionId: string;
}

/** True when people were told of this change by hand already. */
export function isToldAlready(before: HandChange | null, after: HandChange | null): boolean {
  if (before === null || after === null) return before === after;
  if (before.kind === "changed" && after.kind === "changed") return isSamePlan(before.now, after.now);
  return before.kind === after.kind;
}
