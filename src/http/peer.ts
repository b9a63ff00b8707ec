import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** The header in which the logins find whom they count tries of; whatever a client wrote there is replaced. */
export const peerHeader = "x-carillon-peer";

/**
 * The request with the address of who sent it: the socket's own, or, behind a proxy on this machine, what the proxy
 * says (the last entry of `X-Forwarded-For`: the only one that it wrote itself).
 *
 * It is a request of the platform's own class: the server's stand-in for one lacks parts that libraries reach for. With
 * `form`, that is what it brings, and its body is not read.
 */
export async function withPeer(context: Context, form?: FormData): Promise<Request> {
  const socket = getConnInfo(context).remote.address ?? "unknown";
  const isProxy = socket === "::1" || socket.startsWith("127.") || socket.startsWith("::ffff:127.");
  const forwarded = context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  const headers = new Headers(context.req.raw.headers);
  headers.set(peerHeader, isProxy && forwarded !== undefined && forwarded !== "" ? forwarded : socket);
  const { method, url } = context.req;
  const hasBody = method !== "GET" && method !== "HEAD";
  // Who goes away is no longer answered: what streams to them ends.
  const { signal } = context.req.raw;
  if (form !== undefined) {
    return Object.assign(new Request(url, { method, headers, signal }), { formData: async () => form });
  }
  return new Request(url, { method, headers, signal, ...(hasBody ? { body: await context.req.arrayBuffer() } : {}) });
}
