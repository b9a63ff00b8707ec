import type { Context, MiddlewareHandler } from "hono";

/**
 * Refuses a request that says it is larger than `bytes`, or has a body and does not say how large: nothing of it is
 * read. The server itself holds a body to the length that it announced.
 */
export function atMost(bytes: number, refuse: (context: Context) => Response): MiddlewareHandler {
  return async (context, next) => {
    const isUnmeasured =
      context.req.header("content-length") === undefined && context.req.header("transfer-encoding") !== undefined;
    return isUnmeasured || isMoreThan(context, bytes) ? refuse(context) : await next();
  };
}

/** Whether a request says that it is larger than `bytes`. */
export function isMoreThan(context: Context, bytes: number): boolean {
  return Number(context.req.header("content-length") ?? 0) > bytes;
}
