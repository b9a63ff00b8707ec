import type { Context, Hono } from "hono";
import type { SecureHeadersVariables } from "hono/secure-headers";

import { hearZoomWebhook } from "#app/hear-zoom-webhook.ts";
import type { App } from "#app/parts.ts";
import type { Logger } from "#lib/logger.ts";

import { atMost } from "./at-most.ts";

/** Larger than any event of Zoom; what is longer is not read. */
const mostBytes = 256 * 1_024;

const tooLong = (context: Context) => context.json({ error: "too long" }, 413);

/**
 * The addresses at which services tell us things. What cannot be proved to come from the service changes nothing and is
 * answered without a reason.
 */
export function addWebhooks(hono: Hono<{ Variables: SecureHeadersVariables }>, app: App, logger: Logger): void {
  hono.post("/webhooks/zoom", atMost(mostBytes, tooLong), async (context) => {
    const readZoom = app.services.readZoomWebhook;
    if (readZoom === undefined) return await context.notFound();
    const webhook = readZoom({
      rawBody: await context.req.text(),
      signature: context.req.header("x-zm-signature"),
      timestamp: context.req.header("x-zm-request-timestamp"),
      now: app.clock.now(),
    });
    switch (webhook.kind) {
      case "refused":
        logger.warn({ why: webhook.why }, "a webhook was refused");
        return context.json({ error: "not signed by Zoom" }, 401);
      case "validation":
        return context.json(webhook.answer);
      case "told":
        await hearZoomWebhook(app, webhook.told);
        return context.json({ ok: true });
      case "other":
        return context.json({ ok: true });
    }
  });
}
