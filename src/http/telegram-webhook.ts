import type { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { SecureHeadersVariables } from "hono/secure-headers";

import { isFromTelegram, takeDelivery, webhookPath } from "#app/hearing/webhook.ts";
import type { App } from "#app/parts.ts";
import type { Logger } from "#lib/logger.ts";

/** An update is far smaller. */
const mostBytes = 1_000_000;

/**
 * Where Telegram delivers updates when the school has a public address. Who does not bear the secret learns
 * nothing, not even that there is something here.
 */
export function addTelegramWebhook(hono: Hono<{ Variables: SecureHeadersVariables }>, app: App, logger: Logger): void {
  if (app.config.publicAddress === undefined) return;
  hono.post(webhookPath, bodyLimit({ maxSize: mostBytes }), async (context) => {
    if (!isFromTelegram(app, context.req.header("x-telegram-bot-api-secret-token"))) return await context.notFound();
    const body: unknown = await context.req.json().catch(() => undefined);
    return context.json({ ok: await takeDelivery(app, logger, body) });
  });
}
