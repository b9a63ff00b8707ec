import { decisionRoutes } from "./decision-routes.ts";
import { guarded } from "./guard.ts";
import { weekRoutes } from "./week-routes.ts";

/** The routes of sessions: the week, and what people decide about it. */
export const sessionRoutes = guarded.sessions.router({ ...weekRoutes, ...decisionRoutes });
