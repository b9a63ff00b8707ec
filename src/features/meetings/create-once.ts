import type { Db } from "#database/open.ts";
import { isBefore, type Clock, type Instant } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";
import type { RunLog } from "#lib/run-log.ts";

import type { Host, MeetingDraft, OpenMeeting, ZoomPort } from "./ports.ts";
import { adopted, lost, pastStart } from "./texts.ts";
import { writeToHost } from "./write-to-host.ts";

/** What every step at Zoom works with. */
export interface Tools {
  readonly db: Db;
  readonly clock: Clock;
  readonly zoom: ZoomPort;
  readonly log: RunLog;
  /** Which session or room, for the log. */
  readonly place: string;
}

/** What came of it: a meeting made, one found that an earlier try had made, or none. */
export type CreatedOnce =
  | { readonly kind: "created" | "found"; readonly meeting: OpenMeeting }
  | {
      readonly kind: "refused" | "unreachable";
      readonly failure: Failure;
      /** True while one of our key may stand at Zoom: the next try searches first. */
      readonly mayExist: boolean;
    }
  | Uncertain;

/** A creation whose answer was lost: Zoom may still carry it out until then. */
export interface Uncertain {
  readonly kind: "uncertain";
  readonly until: Instant;
}

/** A try whose fate is not known; without a moment, its patience is over. */
export interface EarlierTry {
  readonly askedAt: Instant | null;
}

/**
 * How long after a lost answer Zoom is given to carry the creation out, in milliseconds: twice the time that we wait
 * for an answer. What comes later still is found by the next look and removed.
 */
const settleMs = 30_000;

/**
 * Has the one meeting with the draft's key made at the host: of a session, or of a lasting room.
 *
 * The intent (`begin`) is committed first. When an earlier try may have reached Zoom, the host's list is searched for
 * the key before anything is created, and while Zoom may still be at it nothing is created at all: `uncertain` says
 * until when. What came of it is for the caller to keep.
 */
export async function createOnce({
  host,
  draft,
  earlier,
  begin,
  ...tools
}: Tools & {
  readonly host: Host;
  readonly draft: MeetingDraft;
  readonly earlier: EarlierTry | undefined;
  readonly begin: (now: Instant) => Promise<boolean>;
}): Promise<CreatedOnce> {
  const { clock, zoom, log, place } = tools;
  if (earlier !== undefined) {
    const found = await search(tools, host, draft.key);
    if (found !== undefined) return found;
    const until = earlier.askedAt?.add({ milliseconds: settleMs });
    // A moment far ahead comes from a clock that was set back.
    const isOpen = until !== undefined && isBefore(clock.now(), until);
    if (isOpen && clock.now().until(until).total("milliseconds") <= settleMs) return { kind: "uncertain", until };
  }
  const mayExist = earlier !== undefined;
  const now = clock.now();
  const hasBegun = () => !isBefore(clock.now(), draft.startsAt);
  if (hasBegun()) return { kind: "refused", failure: pastStart, mayExist };
  const answer = await writeToHost({
    ...tools,
    host,
    startsAt: draft.startsAt,
    begin,
    // A pause may last until the class has begun.
    ask: async (): Promise<Answer<OpenMeeting>> =>
      hasBegun() ? { kind: "refused", failure: pastStart } : await zoom.createMeeting(host.id, draft),
  });
  if (answer.kind === "done") return { kind: "created", meeting: answer.value };
  if (answer.kind === "refused") return { ...answer, mayExist: "isAsked" in answer && mayExist };
  if (!answer.sent) return { ...answer, mayExist: false };
  await log.info(lost, place);
  return (await search(tools, host, draft.key)) ?? { kind: "uncertain", until: now.add({ milliseconds: settleMs }) };
}

/** Looks for our key at the host; `undefined` when it is not there. */
async function search({ zoom, log, place }: Tools, host: Host, key: string): Promise<CreatedOnce | undefined> {
  const found = await findByKey(zoom, host, key);
  if (found.kind !== "done") {
    // An account that is gone has no meeting of ours any more.
    const isGone = found.kind === "refused" && found.failure.code === "zoom.host-unknown";
    return { kind: found.kind, failure: found.failure, mayExist: !isGone };
  }
  if (found.value === undefined) return undefined;
  await log.info(adopted, place);
  return { kind: "found", meeting: found.value };
}

async function findByKey(zoom: ZoomPort, host: Host, key: string): Promise<Answer<OpenMeeting | undefined>> {
  const list = await zoom.listMeetings(host.id);
  if (list.kind !== "done") return list;
  const found = list.value.find((meeting) => meeting.key === key);
  if (found === undefined) return { kind: "done", value: undefined };
  return await zoom.readMeeting(found.id);
}
