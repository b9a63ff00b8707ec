import { createServer, type Server } from "node:http";
import { setTimeout as waitReally } from "node:timers/promises";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";

import { keyOf, type Turnstile } from "./turnstile.ts";

/** How a simulator is put on the network. */
export interface ListenOptions {
  /** TCP port; 0 or absent takes a free one. */
  readonly port?: number;
  /** Real milliseconds that pass before each request is looked at, as a far-away server would take. */
  readonly latencyMs?: number;
  /** With one, requests are looked at one at a time, when somebody lets them in. */
  readonly turnstile?: Turnstile | undefined;
  /** Requests that wait by themselves for what happens, and so are let in at once. */
  readonly isPoll?: (request: Request) => boolean;
}

/** A simulator that answers on this machine. */
export interface Listening {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Refuses connections from now on (ECONNREFUSED) and cuts those that are open, until `accept`. */
  refuse(): Promise<void>;
  /** Listens again on the same port. Throws when another process took the port meanwhile. */
  accept(): Promise<void>;
  /** Stops listening and cuts every open connection, long polls included. Closing twice is harmless. */
  close(): Promise<void>;
}

/**
 * Puts a Hono app on 127.0.0.1. Handlers find Node's request and response in `c.env.incoming` and
 * `c.env.outgoing`, to drop a connection as a broken network would.
 *
 * Throws when the port is taken.
 */
export async function listen(
  app: Pick<Hono<{ Bindings: HttpBindings }>, "fetch">,
  options: ListenOptions = {},
): Promise<Listening> {
  const { latencyMs = 0, turnstile, isPoll = () => false } = options;
  const answer = getRequestListener(
    async (request, env) => {
      if (latencyMs > 0) await waitReally(latencyMs);
      const bindings = env as HttpBindings;
      if (turnstile !== undefined && !isPoll(request)) await turnstile.enter(await keyOf(request), bindings.outgoing);
      return app.fetch(request, bindings);
    },
    // A simulator shares its process with the program under test, whose Request and Response stay Node's own.
    { overrideGlobalObjects: false },
  );
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  // A client that reuses an idle connection just as it is closed sees a dropped request: a fault nobody asked for.
  server.keepAliveTimeout = 60_000;
  await open(server, options.port ?? 0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The simulator listens on no TCP port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    refuse: () => shut(server),
    accept: () => (server.listening ? Promise.resolve() : open(server, address.port)),
    close: () => shut(server),
  };
}

function open(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
