import { inTransaction } from "#database/open.ts";
import type { Actor } from "#features/audit/rules.ts";
import { decideOnMeeting } from "#features/meetings/decide-on-meeting.ts";
import { giveLink } from "#features/meetings/give-link.ts";
import { noSuchSession } from "#features/meetings/texts.ts";
import { findSession } from "#features/sessions/store.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import type { App } from "./parts.ts";

/** What a person wants of the room of a session. */
export type MeetingDecision =
  /** What somebody changed on Zoom's own pages: back to the timetable, or left so. */
  | { readonly kind: "restore" | "accept" }
  /** A link of the school's own in the place of a meeting, for this session or every one of its course. */
  | {
      readonly kind: "link";
      readonly url: string;
      readonly passcode?: string | undefined;
      readonly forCourse: boolean;
    }
  /** The given link is taken back. */
  | { readonly kind: "unlink" };

/** Keeps a person's choice about a session's room, with the run that brings Zoom and the messages to it. */
export async function decideMeeting({
  app,
  by,
  sessionId,
  decision,
}: {
  readonly app: App;
  readonly by: Actor;
  readonly sessionId: string;
  readonly decision: MeetingDecision;
}): Promise<Result<undefined>> {
  return await inTransaction(app.database.db, async (tx) => {
    const session = await findSession(tx, sessionId);
    if (session === undefined) return failed(noSuchSession(sessionId));
    const common = { db: tx, clock: app.clock, by };
    const done =
      decision.kind === "link"
        ? await giveLink({
            ...common,
            subject: decision.forCourse ? session.courseId : sessionId,
            link: { url: decision.url, passcode: decision.passcode ?? null },
          })
        : decision.kind === "unlink"
          ? await takeBack(common, [sessionId, session.courseId])
          : await decideOnMeeting({ ...common, sessionId, decision: decision.kind });
    if (!done.ok) return done;
    const scenario = "create_zoom_links";
    await app.engine.send(tx, scenario, { scenario, cause: "manual", by });
    return ok(undefined);
  });
}

/** Takes back the link of a session, or where it has none of its own the one of its course. */
async function takeBack(
  common: Omit<Parameters<typeof giveLink>[0], "subject" | "link">,
  [session, course]: readonly [string, string],
) {
  const ofSession = await giveLink({ ...common, subject: session, link: undefined });
  return ofSession.ok ? ofSession : await giveLink({ ...common, subject: course, link: undefined });
}
