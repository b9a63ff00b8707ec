import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { sideBySide } from "#lib/side-by-side.ts";

import { isSamePlan, roomPlan } from "./hand-rules.ts";
import { compareWithZoom, type Finding, type HostList, type MissingSettled } from "./look-rules.ts";
import type { Host, ZoomMeeting, ZoomPort } from "./ports.ts";
import { hostsAtOnce } from "./rules.ts";
import { findOwnKeys, type MeetingRow } from "./store.ts";

/** What came of looking. */
export interface Look {
  readonly findings: readonly (Finding | MissingSettled)[];
  /** What the lists hold besides the sessions' own meetings, such as the dates of lasting rooms. */
  readonly others: readonly ZoomMeeting[];
  /** Hosts whose list could not be read, each with its reason. */
  readonly failures: readonly { readonly host: Host; readonly failure: Failure }[];
  /** True when no host's list could be read because Zoom did not answer. */
  readonly isDeaf: boolean;
}

/**
 * Reads the hosts' lists and says what was changed, deleted or made behind our back. Writes nothing.
 *
 * One request a host; only what is missing from a list is read by itself.
 */
export async function lookAtZoom({
  db,
  now,
  zoom,
  hosts,
  rows,
  wanted,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly zoom: ZoomPort;
  readonly hosts: readonly Host[];
  readonly rows: ReadonlyMap<string, MeetingRow>;
  readonly wanted: ReadonlySet<string>;
}): Promise<Look> {
  const answers = await sideBySide(hosts, hostsAtOnce, async (host) => ({
    host,
    answer: await zoom.listMeetings(host.id),
  }));
  const lists: HostList[] = [];
  const failures: { host: Host; failure: Failure }[] = [];
  for (const { host, answer } of answers) {
    if (answer.kind === "done") lists.push({ host, meetings: answer.value });
    else failures.push({ host, failure: { ...answer.failure, place: host.email } });
  }
  const keys = lists.flatMap(({ meetings }) => meetings.flatMap(({ key }) => (key === undefined ? [] : [key])));
  const ownKeys = await findOwnKeys(db, [...new Set(keys)]);
  const findings = compareWithZoom({ rows, lists, ownKeys, wanted });
  const settled: (Finding | MissingSettled)[] = [];
  for (const finding of findings) {
    const read = finding.kind === "missing" ? await readMissing(zoom, rows, finding, now) : finding;
    if (read !== undefined) settled.push(read);
  }
  const isDeaf = hosts.length > 0 && answers.every(({ answer }) => answer.kind === "unreachable");
  const others = lists.flatMap(({ meetings }) => meetings.filter(({ key = "" }) => !ownKeys.has(key)));
  return { findings: settled, others, failures, isDeaf };
}

/** What became of a meeting that is in no list; `undefined` when nothing did, or when Zoom does not say. */
async function readMissing(
  zoom: ZoomPort,
  rows: ReadonlyMap<string, MeetingRow>,
  { sessionId, zoomId }: Extract<Finding, { kind: "missing" }>,
  now: Instant,
): Promise<Finding | MissingSettled | undefined> {
  const read = await zoom.readMeeting(zoomId);
  if (read.kind !== "done") return undefined;
  if (read.value === undefined) return { kind: "deleted", sessionId };
  const row = rows.get(sessionId);
  const there = roomPlan(read.value);
  if (row === undefined || Temporal.Instant.compare(row.startsAt, now) <= 0) return undefined;
  return isSamePlan(row.accepted ?? roomPlan(row), there) ? undefined : { kind: "changed", sessionId, now: there };
}
