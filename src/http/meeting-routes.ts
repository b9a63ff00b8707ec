import { decideMeeting } from "#app/decide-meeting.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";

/** The routes of what people decide about rooms. */
export const meetingRoutes = {
  decideMeeting: guarded.sessions.decideMeeting.handler(async ({ context, input, errors }) => {
    const { id, decision } = input;
    const done = await decideMeeting({ app: context.app, by: actorOf(context), sessionId: id, decision });
    if (done.ok) return {};
    throw errors.REFUSED(toldOf(decision.kind === "link" ? { ...done.failure, place: "decision.url" } : done.failure));
  }),
};
