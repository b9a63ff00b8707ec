import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { sideBySide } from "#lib/side-by-side.ts";

import { isSamePlan, roomPlan } from "./hand-rules.ts";
import { compareWithZoom, type Finding, type HostList, type MissingSettled } from "./look-rules.ts";
import type { Host, ZoomMeeting, ZoomPort } from "./ports.ts";
import { hostsAtOnce } from "./rules.ts";
import { findMeetings, findOwnKeys, listMeetingsOfHosts, type MeetingRow } from "./store.ts";

/** What came of looking. */
export interface Look {
  readonly findings: readonly (Finding | MissingSettled)[];
  /** The rows of the findings' sessions as they stood. */
  readonly rows: ReadonlyMap<string, MeetingRow>;
  /** What the lists hold with a key that is no session's, such as the dates of lasting rooms. */
  readonly others: readonly ZoomMeeting[];
  /** Hosts whose list could not be read, each with its reason. */
  readonly failures: readonly { readonly host: Host; readonly failure: Failure }[];
  /** True when no host's list could be read because Zoom did not answer. */
  readonly isDeaf: boolean;
}

/** Of so many hosts at most the lists are read and compared, and let go again. */
const mostCompared = 128;

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
  wanted,
  atOnce,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly zoom: ZoomPort;
  readonly hosts: readonly Host[];
  /** The sessions that should have a meeting of ours. */
  readonly wanted: ReadonlySet<string>;
  /** How many things are held at a time. */
  readonly atOnce: number;
}): Promise<Look> {
  const hostsCompared = Math.min(atOnce, mostCompared);
  const findings: (Finding | MissingSettled)[] = [];
  const rowsOfFindings = new Map<string, MeetingRow>();
  const others: ZoomMeeting[] = [];
  const failures: { host: Host; failure: Failure }[] = [];
  const strays = new Set<string>();
  let silent = 0;
  for (let from = 0; from < hosts.length; from += hostsCompared) {
    const some = hosts.slice(from, from + hostsCompared);
    const answers = await sideBySide(some, hostsAtOnce, async (host) => await zoom.listMeetings(host.id));
    const lists: HostList[] = [];
    for (const [place, answer] of answers.entries()) {
      const host = some[place];
      if (host === undefined) continue;
      if (answer.kind === "done") lists.push({ host, meetings: answer.value });
      else failures.push({ host, failure: { ...answer.failure, place: host.email } });
      if (answer.kind === "unreachable") silent += 1;
    }
    const { rows, ownKeys } = await readKnown(db, now, lists);
    for (const finding of compareWithZoom({ rows, lists, ownKeys, wanted, strays })) {
      const settled = finding.kind === "missing" ? await readMissing(zoom, rows, finding, now) : finding;
      if (settled === undefined) continue;
      findings.push(settled);
      const row = rows.get(settled.sessionId);
      if (row !== undefined) rowsOfFindings.set(settled.sessionId, row);
    }
    for (const meeting of lists.flatMap(({ meetings }) => meetings)) {
      if (meeting.key !== undefined && !ownKeys.has(meeting.key)) others.push(meeting);
    }
  }
  return { findings, rows: rowsOfFindings, others, failures, isDeaf: hosts.length > 0 && silent === hosts.length };
}

/** What we know of the meetings on some lists: the rows by session, and which of their keys are sessions of ours. */
async function readKnown(
  db: Db,
  now: Instant,
  lists: readonly HostList[],
): Promise<{ readonly rows: ReadonlyMap<string, MeetingRow>; readonly ownKeys: ReadonlySet<string> }> {
  const hostIds = lists.map(({ host }) => host.id);
  const rows = new Map((await listMeetingsOfHosts(db, hostIds, now)).map((row) => [row.sessionId, row]));
  const listed = lists.flatMap(({ meetings }) => meetings.flatMap(({ key }) => (key === undefined ? [] : [key])));
  const elsewhere = [...new Set(listed)].filter((key) => !rows.has(key));
  const ownKeys = new Set([...rows.keys(), ...(await findOwnKeys(db, elsewhere))]);
  for (const [key, row] of await findMeetings(db, elsewhere)) rows.set(key, row);
  return { rows, ownKeys };
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
