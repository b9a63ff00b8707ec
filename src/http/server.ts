import { createServer, type Server } from "node:http";

import { getRequestListener } from "@hono/node-server";
import { Hono, type Context } from "hono";
import { compress } from "hono/compress";
import { NONCE, secureHeaders, type SecureHeadersVariables } from "hono/secure-headers";

import type { DemoRoom } from "#app/demo.ts";
import type { Live } from "#app/live.ts";
import type { App } from "#app/parts.ts";
import { addressOf } from "#lib/address.ts";
import { systemClock } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { atMost } from "./at-most.ts";
import { calendarRoutes } from "./calendars.ts";
import { errorHandler, listenFailure, notFoundHandler } from "./errors.ts";
import { mayReadMetrics } from "./guard.ts";
import { openPageFiles } from "./page-files.ts";
import { callerOf } from "./token-caller.ts";
import { withPeer } from "./peer.ts";
import { isPagePath } from "./page-paths.ts";
import { plainPage, styleSource } from "./page.ts";
import { sameOrigin } from "./same-origin.ts";
import { readStatus } from "./status.ts";
import { addTelegramWebhook } from "./telegram-webhook.ts";
import { largestQuestion, refuseQuestion, takeUploads } from "./uploads.ts";
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
  /** The demo that may be shown in the place of an empty school; its opener closes it. */
  readonly demo?: DemoRoom;
  /** Where the built page is; that of `npm start` when absent. */
  readonly pageFolder?: string;
}

/** Listens on the address of the settings. */
export async function startHttpServer(options: HttpOptions): Promise<Result<HttpServer>> {
  const { host, port } = options.app.config.http;
  const { openLive } = await import("#app/live.ts");
  const live = openLive(options.app, options.logger);
  const answer = getRequestListener((await routesOf(options, live)).fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  try {
    await listen(server, host, port);
  } catch (error) {
    return { ok: false, failure: listenFailure(error, host, port) };
  }
  const bound = server.address();
  const boundPort = typeof bound === "object" && bound !== null ? bound.port : port;
  return ok({
    address: addressOf(host, boundPort),
    port: boundPort,
    async close() {
      await live.close();
      await close(server);
    },
  });
}

/** The routes; every answer carries the security headers. */
async function routesOf(
  { app, version, logger, demo, pageFolder }: HttpOptions,
  live: Live,
): Promise<Hono<{ Variables: SecureHeadersVariables }>> {
  const { language } = app.config.school;
  // A server in front speaks HTTPS for us.
  const isHttps = app.config.publicAddress?.startsWith("https:") === true;
  // What the logins need is loaded here and not by commands that only read.
  const [{ openLogins }, { openApi }] = await Promise.all([import("./logins.ts"), import("./api.ts")]);
  const logins = openLogins({ app, secret: app.services.box.derive("logins"), isHttps });
  const shown = () => {
    const state = demo?.state();
    return state?.kind === "open" ? { app: state.app, live: state.live } : { app, live };
  };
  const api = openApi({ app, shown, demo, logins, logger });
  const caller = async (headers: Headers) => await callerOf({ app, logins, headers });
  const files = openPageFiles(pageFolder);
  const hono = new Hono<{ Variables: SecureHeadersVariables }>();
  hono.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", styleSource, NONCE],
        // The widgets place their pop-ups by style attributes.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: "DENY",
      referrerPolicy: "no-referrer",
      strictTransportSecurity: isHttps ? "max-age=31536000" : false,
    }),
  );
  hono.use(async (context, next) => {
    await next();
    if (!context.res.headers.has("Cache-Control")) context.header("Cache-Control", "no-store");
  });
  hono.get("/health", async (context) => {
    const { engine, mode, coming } = await readStatus(app, 1);
    const [first] = coming ?? [];
    const nextRun = first === undefined ? null : { scenario: first.scenario, at: first.at };
    const database = coming !== undefined;
    return context.json({ ok: database && engine, database, engine, mode, nextRun, version }, database ? 200 : 503);
  });
  // For whoever restarts what hangs, and for whoever sends people to one of several.
  hono.get("/health/live", (context) => context.json({ ok: !app.lost.aborted }, app.lost.aborted ? 503 : 200));
  hono.get("/health/ready", async (context) => {
    const isReady = (await readStatus(app, 1)).coming !== undefined && !app.lost.aborted;
    return context.json({ ok: isReady }, isReady ? 200 : 503);
  });
  const metrics = oneOf(async () => await (await import("./metrics.ts")).openMetrics(app, version));
  hono.get("/metrics", async (context) => {
    if (!mayReadMetrics(await caller(context.req.raw.headers))) return context.text("", 401);
    const figures = await metrics();
    return context.body(await figures.read(), 200, { "Content-Type": figures.contentType });
  });
  hono.use("/api/*", sameOrigin);
  hono.use("/api/*", takeUploads({ takeForm: app.services.takeForm, caller, api }));
  hono.use("/api/*", atMost(largestQuestion, refuseQuestion));
  hono.all("/api/auth/*", async (context) => await logins.answer(await withPeer(context)));
  hono.all("/api/*", async (context) => (await api(await withPeer(context))) ?? context.notFound());
  hono.get("/assets/:name", compress(), (context) => {
    const file = files?.asset(context.req.param("name"));
    if (file === undefined) return context.notFound();
    // The name holds a hash of the content.
    return context.body(file.body, 200, {
      "Content-Type": file.type,
      "Cache-Control": "public, max-age=31536000, immutable",
    });
  });
  const page = async (context: Context<{ Variables: SecureHeadersVariables }>) => {
    if (files !== undefined) return context.html(files.document(context.get("secureHeadersNonce") ?? ""));
    const status = await readStatus(app, 5);
    return context.html(plainPage(status), status.coming === undefined ? 503 : 200);
  };
  addWebhooks(hono, app, logger);
  hono.route(
    "/",
    calendarRoutes(() => shown().app),
  );
  addTelegramWebhook(hono, app, logger);
  hono.get("*", async (context, next) => (isPagePath(context.req.path) ? await page(context) : await next()));
  hono.notFound(notFoundHandler(language));
  hono.onError(errorHandler(logger, language));
  return hono;
}

/** Makes a thing when it is first asked for. */
function oneOf<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return async () => await (made ??= make());
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

async function close(server: Server): Promise<void> {
  const closed = new AbortController();
  const ended = new Promise<void>((settle) => server.close(() => settle()));
  server.closeIdleConnections();
  await Promise.race([ended, systemClock.sleep(1_000, closed.signal)]);
  closed.abort();
  server.closeAllConnections();
  await ended;
}
