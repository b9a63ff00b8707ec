import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { onError, ORPCError } from "@orpc/server";

import type { DemoRoom } from "#app/demo.ts";
import type { Live } from "#app/live.ts";
import type { App } from "#app/parts.ts";
import { causeOf } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { accountRoutes } from "./account-routes.ts";
import { auditRoutes } from "./audit-routes.ts";
import { backupRoutes } from "./backup-routes.ts";
import type { Logins } from "./logins.ts";
import { demoRoutes } from "./demo-routes.ts";
import { messageRoutes } from "./message-routes.ts";
import { participationRoutes } from "./participation-routes.ts";
import { rankingRoutes } from "./ranking-routes.ts";
import { callerOf } from "./token-caller.ts";
import { tokenRoutes } from "./token-routes.ts";
import { rosterRoutes } from "./roster-routes.ts";
import { timetableRoutes } from "./timetable-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { schoolRoutes } from "./school-routes.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { scenarioRoutes } from "./scenario-routes.ts";

/** Every route, under the name that its contract has. */
const routes = {
  school: schoolRoutes,
  settings: settingsRoutes,
  demo: demoRoutes,
  backups: backupRoutes,
  audit: auditRoutes,
  accounts: accountRoutes,
  tokens: tokenRoutes,
  scenarios: scenarioRoutes,
  roster: rosterRoutes,
  participation: participationRoutes,
  rankings: rankingRoutes,
  timetable: timetableRoutes,
  sessions: sessionRoutes,
  messages: messageRoutes,
};

/** Answers `/api`: reads who asks, lets the guard judge, and turns a surprise into an answer without details. */
export function openApi({
  app,
  shown,
  demo,
  logins,
  logger,
}: {
  readonly app: App;
  /** What the page shows, as it is asked. */
  readonly shown: () => { readonly app: App; readonly live: Live };
  readonly demo: DemoRoom | undefined;
  readonly logins: Logins;
  readonly logger: Logger;
}): (request: Request) => Promise<Response | undefined> {
  const handler = new OpenAPIHandler(routes, {
    interceptors: [
      onError((error) => {
        if (error instanceof ORPCError && error.status < 500) return;
        logger.error({ cause: causeOf(error) }, "a request could not be answered");
      }),
    ],
  });
  return async (request) => {
    const caller = await callerOf({ app, logins, headers: request.headers });
    const { createAccount, checkPassword } = logins;
    const context = { ...shown(), own: app, demo, caller, createAccount, checkPassword, logger };
    const { matched, response } = await handler.handle(request, { prefix: "/api", context });
    return matched ? response : undefined;
  };
}
