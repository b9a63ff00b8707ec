import type { Instant } from "#lib/clock.ts";

import type { GivenLink } from "./draft-rules.ts";
import type { HandChange } from "./hand-rules.ts";
import type { Host, MeetingDraft } from "./ports.ts";
import { sameCase } from "./rules.ts";

/** What is known of a session's meeting. */
export interface KnownMeeting {
  readonly state: "creating" | "open" | "updating" | "deleting" | "deleted" | "failed" | "given" | "declined";
  readonly hostId: string;
  readonly hostEmail: string;
  readonly zoomId: string | null;
  readonly joinUrl: string | null;
  readonly passcode: string | null;
  readonly topic: string;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
  readonly coachEmail: string | null;
  readonly handChange: HandChange | null;
}

/** What is to be done for a session. */
export type Deed =
  | "nothing"
  /** A change by hand waits for somebody's choice. */
  | "wait"
  | "create"
  /** A crash or a lost answer left the fate of a creation open. */
  | "find"
  | "update"
  | "delete"
  /** Another host: the old meeting goes first, so that there are never two. */
  | "replace"
  /** A date of a lasting room: the room's own step does it. */
  | "series"
  /** A link that people gave takes the place of any meeting of ours. */
  | "give";

/** The account's hosts, as each of many sessions looks for one of them. */
export interface KnownHosts {
  readonly ids: ReadonlySet<string>;
  readonly byEmail: ReadonlyMap<string, Host>;
}

export function knownHosts(hosts: readonly Host[]): KnownHosts {
  return {
    ids: new Set(hosts.map((host) => host.id)),
    byEmail: new Map(hosts.toReversed().map((host) => [sameCase(host.email) ?? "", host])),
  };
}

/** What a session's meeting needs, the host left aside. */
export function deedFor({
  isWanted,
  meeting,
  given,
  draft,
  hosts,
  coachEmail,
}: {
  readonly isWanted: boolean;
  readonly meeting: KnownMeeting | undefined;
  readonly given: GivenLink | undefined;
  readonly draft: MeetingDraft;
  readonly hosts: KnownHosts;
  readonly coachEmail: string | null;
}): Deed {
  if (isWanted && given !== undefined) {
    const isGiven = meeting?.state === "given" && meeting.joinUrl === given.url && meeting.passcode === given.passcode;
    return isGiven ? "nothing" : "give";
  }
  if (meeting === undefined || meeting.state === "deleted" || meeting.state === "failed") {
    return isWanted ? "create" : "nothing";
  }
  if (meeting.state === "creating") return "find";
  if (meeting.state === "given") return isWanted ? "create" : "delete";
  if (!isWanted) return meeting.state === "declined" ? "nothing" : "delete";
  if (meeting.state === "declined") return "nothing";
  if (meeting.state === "deleting") return "replace";
  if (meeting.handChange?.kind === "deleted") return "wait";
  if (needsOtherHost({ meeting, hosts, coachEmail })) return "replace";
  const isSame =
    meeting.topic === draft.topic &&
    meeting.startsAt.equals(draft.startsAt) &&
    meeting.durationMinutes === draft.durationMinutes;
  if (!isSame || meeting.state === "updating") return "update";
  return meeting.handChange === null ? "nothing" : "wait";
}

/**
 * True when the meeting should have another host: its account is gone; or another coach teaches, who has an account,
 * or whose predecessor's own account it stands on.
 */
function needsOtherHost({
  meeting,
  hosts,
  coachEmail,
}: {
  readonly meeting: Pick<KnownMeeting, "hostId" | "hostEmail" | "coachEmail">;
  readonly hosts: KnownHosts;
  readonly coachEmail: string | null;
}): boolean {
  if (!hosts.ids.has(meeting.hostId)) return true;
  const coach = sameCase(coachEmail);
  const before = sameCase(meeting.coachEmail);
  if (coach === before) return false;
  const own = hosts.byEmail.get(coach ?? "");
  if (own !== undefined) return own.id !== meeting.hostId;
  return before !== undefined && sameCase(meeting.hostEmail) === before;
}
