import { createServer, type Server } from "node:http";

import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

import type { App } from "#app/parts.ts";
import { ok, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { calendarRoutes } from "./calendars.ts";
import { errorHandler, listenFailure, notFoundHandler } from "./errors.ts";
import { plainPage, styleSource } from "./page.ts";
import { readStatus } from "./status.ts";
import { addWebhooks } from "./webhooks.ts";

/** The web server, while it listens. */
export interface HttpServer {
  /** `http://127.0.0.1:4280`: where a person on this machine finds it. */
  readonly address: string;
  readonly port: number;
  /** Takes no new request, lets those at work end for a moment, then cuts the rest. */
  close(): Promise<void>;
}

/** What the server needs. */
export interface HttpOptions {
  readonly app: App;
  readonly version: string;
  readonly logger: Logger;
}

/** Listens on the address of the settings. */
export async function startHttpServer(options: HttpOptions): Promise<Result<HttpServer>> {
  const { host, port } = options.app.config.http;
  const answer = getRequestListener(routes(options).fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  try {
    await listen(server, host, port);
  } catch (error) {
    return { ok: false, failure: listenFailure(error, host, port) };
  }
  const bound = server.address();
  const boundPort = typeof bound === "object" && bound !== null ? bound.port : port;
  return ok({
    address: `http://${hostInAddress(host)}:${boundPort}`,
    port: boundPort,
    close: async () => await close(server, options.app),
  });
}

/** The routes; every answer carries the security headers. */
function routes({ app, version, logger }: HttpOptions): Hono {
  const { language } = app.config.school;
  const hono = new Hono();
  hono.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: [styleSource],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: "DENY",
      referrerPolicy: "no-referrer",
      // Plain HTTP on this machine; a front server that speaks HTTPS adds its own.
      strictTransportSecurity: false,
    }),
  );
  hono.use(async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
  });
  hono.get("/health", async (context) => {
    const { engine, mode, coming } = await readStatus(app, 1);
    const [first] = coming ?? [];
    const nextRun = first === undefined ? null : { scenario: first.scenario, at: first.at };
    const database = coming !== undefined;
    return context.json({ ok: database && engine, database, engine, mode, nextRun, version }, database ? 200 : 503);
  });
  hono.get("/", async (context) => {
    const status = await readStatus(app, 5);
    return context.html(plainPage(status), status.coming === undefined ? 503 : 200);
  });
  addWebhooks(hono, app, logger);
  hono.route("/", calendarRoutes(app));
  hono.notFound(notFoundHandler(language));
  hono.onError(errorHandler(logger, language));
  return hono;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** An address to listen on everywhere is no address to open in a browser. */
function hostInAddress(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

async function close(server: Server, app: App): Promise<void> {
  const closed = new AbortController();
  const ended = new Promise<void>((settle) => server.close(() => settle()));
  server.closeIdleConnections();
  await Promise.race([ended, app.clock.sleep(1_000, closed.signal)]);
  closed.abort();
  server.closeAllConnections();
  await ended;
}
