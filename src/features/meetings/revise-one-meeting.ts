import type { Failure } from "#lib/failure.ts";

import { deletedAt } from "./hand-rules.ts";
import { obeyPauses } from "./obey-pauses.ts";
import type { Tools } from "./create-once.ts";
import { giveUp, type Told } from "./open-one-meeting.ts";
import type { MeetingDraft } from "./ports.ts";
import { endMeeting, markMeeting, noticeChange, openMeeting, type MeetingRow } from "./store.ts";
import { goneByHand } from "./texts.ts";
import { countAndBegin, writeToHost } from "./write-to-host.ts";

/** Brings a meeting to what the session says now. */
export async function reviseOneMeeting({
  meeting,
  draft,
  ...tools
}: Tools & { readonly meeting: MeetingRow; readonly draft: MeetingDraft }): Promise<Told> {
  const { db, clock, zoom } = tools;
  const { sessionId, zoomId } = meeting;
  if (zoomId === null) {
    await endMeeting(db, sessionId, clock.now());
    return { kind: "changed" };
  }
  const host = { id: meeting.hostId, email: meeting.hostEmail, licensed: true };
  const answer = await writeToHost({
    ...tools,
    host,
    startsAt: draft.startsAt,
    begin: async (now) =>
      await countAndBegin(db, host, now, async (tx) => await markMeeting(tx, sessionId, "updating", now)),
    ask: async () => await zoom.updateMeeting(zoomId, draft),
  });
  if (isGone(answer)) return await noticeDeleted(tools, sessionId);
  if (answer.kind !== "done") {
    return await giveUp(tools, sessionId, "isAsked" in answer ? meeting.state : "updating", answer);
  }
  const read = await zoom.readMeeting(zoomId);
  if (read.kind !== "done") return await giveUp(tools, sessionId, "updating", read);
  if (read.value === undefined) return await noticeDeleted(tools, sessionId);
  await openMeeting(db, sessionId, read.value, draft, clock.now());
  return { kind: "changed" };
}

/** Takes a meeting away at Zoom; what is gone already is done. */
export async function removeOneMeeting({ meeting, ...tools }: Tools & { readonly meeting: MeetingRow }): Promise<Told> {
  const { db, clock, zoom } = tools;
  const { sessionId, zoomId } = meeting;
  if (zoomId !== null && meeting.state !== "given") {
    // Of a lasting room only this date: without it the whole of the room would go.
    const date = meeting.occurrenceId ?? undefined;
    await markMeeting(db, sessionId, "deleting", clock.now());
    const answer = await obeyPauses({ clock, ask: async () => await zoom.deleteMeeting(zoomId, date) });
    if (answer.kind !== "done" && !isGone(answer) && !isHostGone(answer)) {
      return await giveUp(tools, sessionId, "deleting", answer);
    }
  }
  await endMeeting(db, sessionId, clock.now());
  return { kind: "changed" };
}

async function noticeDeleted({ db, clock, place }: Tools, sessionId: string): Promise<Told> {
  const now = clock.now();
  await noticeChange(db, sessionId, deletedAt(now), now);
  return { kind: "refused", failure: { ...goneByHand(sessionId), place } };
}

type Answered = { readonly kind: string; readonly failure?: Failure };

function isGone(answer: Answered): boolean {
  return answer.kind === "refused" && answer.failure?.code === "zoom.meeting-gone";
}

function isHostGone(answer: Answered): boolean {
  return answer.kind === "refused" && answer.failure?.code === "zoom.host-unknown";
}
