import type { Context, MiddlewareHandler } from "hono";

/**
 * Refuses a request that says it is larger than `bytes`, or has a body and does not say how large: nothing of it is
 * read. The server itself holds a body to the length that it announced.
 */
export function atMost(bytes: number, refuse: (context: Context) => Response): MiddlewareHandler {
  return async (context, next) => {
    const length = context.req.header("content-length");
    const isUnmeasured = length === undefined && context.req.header("transfer-encoding") !== undefined;
    if (isUnmeasured || Number(length ?? 0) > bytes) return refuse(context);
    return await next();
  };
}
