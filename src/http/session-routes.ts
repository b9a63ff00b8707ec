import { decisionRoutes } from "./decision-routes.ts";
import { guarded } from "./guard.ts";
import { meetingRoutes } from "./meeting-routes.ts";
import { outlookRoutes } from "./outlook-routes.ts";
import { weekRoutes } from "./week-routes.ts";

/** The routes of sessions: the week, and what people decide about it and its rooms. */
export const sessionRoutes = guarded.sessions.router({
  ...weekRoutes,
  ...outlookRoutes,
  ...decisionRoutes,
  ...meetingRoutes,
});
