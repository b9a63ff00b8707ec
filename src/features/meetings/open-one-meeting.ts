import type { Failure } from "#lib/failure.ts";

import { createOnce, type EarlierTry, type Tools, type Uncertain } from "./create-once.ts";
import type { Host, MeetingDraft, OpenMeeting } from "./ports.ts";
import { beginCountedMeeting, beginMeeting, failMeeting, openMeeting, type MeetingRow } from "./store.ts";
import { writeToHost } from "./write-to-host.ts";

/** What came of one meeting. */
export type Told =
  | { readonly kind: "created" | "changed" | "unchanged" }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "unreachable"; readonly failure: Failure };

/** Opens the one meeting of a session; `uncertain` when Zoom may still be at an earlier try. */
export async function openOneMeeting({
  host,
  draft,
  coachEmail,
  mayExist,
  ...tools
}: Tools & {
  readonly host: Host;
  readonly draft: MeetingDraft;
  readonly coachEmail: string | null;
  /** The row of an earlier try, when there was one. */
  readonly mayExist: EarlierTry | undefined;
}): Promise<Told | Uncertain> {
  const { db, clock } = tools;
  const made = await createOnce({
    ...tools,
    host,
    draft,
    earlier: mayExist,
    begin: async (now) => await beginCountedMeeting(db, draft.key, { host, draft, coachEmail }, now),
  });
  switch (made.kind) {
    case "uncertain":
      return made;
    case "created":
      await openMeeting(db, draft.key, made.meeting, draft, clock.now());
      return { kind: "created" };
    case "found":
      return await settleFound(tools, made.meeting, host, draft);
    case "refused":
    case "unreachable":
      // What the count of the host's day refused was not begun; its reason is kept all the same.
      if (made.failure.code === "meeting.budget-spent" && !made.mayExist) {
        await beginMeeting(db, draft.key, { host, draft, coachEmail }, clock.now());
      }
      return await giveUp(tools, draft.key, made.mayExist ? "creating" : "failed", made);
  }
}

/** The creation is left for the next run, which searches before it does anything else. */
export async function leaveUncertain(tools: Tools, sessionId: string, failure: Failure): Promise<Told> {
  return await giveUp(tools, sessionId, "creating", { kind: "unreachable", failure });
}

/** A meeting found by its key may be older than the session's present time: then it is changed at once. */
async function settleFound(tools: Tools, found: OpenMeeting, host: Host, draft: MeetingDraft): Promise<Told> {
  const { db, clock, zoom } = tools;
  if (!found.startsAt.equals(draft.startsAt) || found.durationMinutes !== draft.durationMinutes) {
    const ask = async () => await zoom.updateMeeting(found.id, draft);
    const updated = await writeToHost({ ...tools, host, startsAt: draft.startsAt, ask });
    if (updated.kind !== "done") return await giveUp(tools, draft.key, "creating", updated);
  }
  await openMeeting(db, draft.key, found, draft, clock.now());
  return { kind: "created" };
}

/** Keeps the reason with the meeting. `state` is what is true at Zoom. */
export async function giveUp(
  { db, clock, place }: Tools,
  sessionId: string,
  state: MeetingRow["state"],
  answer: { readonly kind: "refused" | "unreachable"; readonly failure: Failure },
): Promise<Told> {
  const failure = { ...answer.failure, place };
  await failMeeting(db, sessionId, state, failure, clock.now());
  return { kind: answer.kind, failure };
}
