import { Hono } from "hono";
import type { SecureHeadersVariables } from "hono/secure-headers";

import type { App } from "#app/parts.ts";
import { addWebhooks } from "#http/webhooks.ts";
import type { Logger } from "#lib/logger.ts";
import { listen } from "#simulators/http-server.ts";

/** The address at which services tell Carillon things: it stays when Carillon is killed, as a reverse proxy does. */
export interface Door {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  /** Behind the door stands this Carillon, with the route that `carillon start` has. */
  leadTo(app: App, logger: Logger): void;
  /** Nobody is behind it: whoever comes is answered 503. */
  shut(): void;
  close(): Promise<void>;
}

/** Opens it on a free port of this machine, shut at first. */
export async function openDoor(): Promise<Door> {
  let behind: Hono<{ Variables: SecureHeadersVariables }> | undefined;
  const server = await listen({
    fetch: (request) => behind?.fetch(request) ?? new Response(null, { status: 503 }),
  });
  return {
    address: server.url,
    leadTo(app, logger) {
      behind = new Hono<{ Variables: SecureHeadersVariables }>();
      addWebhooks(behind, app, logger);
    },
    shut() {
      behind = undefined;
    },
    close: server.close,
  };
}
