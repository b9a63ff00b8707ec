import type { MiddlewareHandler } from "hono";

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Lets only our own page change things with the browser's cookie: a form or a script of another site is refused.
 *
 * Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`) and scripts cannot lie about it; a program
 * that is no browser says neither, and has no cookie to abuse.
 */
export const sameOrigin: MiddlewareHandler = async (context, next) => {
  if (safe.has(context.req.method)) return await next();
  const site = context.req.header("sec-fetch-site");
  const origin = context.req.header("origin");
  const isForeign =
    (site !== undefined && site !== "same-origin" && site !== "none") ||
    (origin !== undefined && hostOf(origin) !== context.req.header("host"));
  if (isForeign) return context.json({ code: "http.foreign-origin", status: 403 }, 403);
  return await next();
};

function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host;
}
