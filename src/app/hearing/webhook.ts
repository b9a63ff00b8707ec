import { createHmac, timingSafeEqual } from "node:crypto";

import type { App } from "#app/parts.ts";
import type { Logger } from "#lib/logger.ts";
import type { Secret } from "#lib/secrets.ts";

import { botOf, type Bot } from "./bot.ts";
import { takeInBatch } from "./take-in.ts";

/** Where Telegram delivers updates, under the school's public address. */
export const webhookPath = "/webhooks/telegram";

/** What Telegram puts into each delivery: made from the token, so that nothing has to be kept. */
function webhookSecret(token: Secret): string {
  return createHmac("sha256", token.reveal()).update("carillon: telegram webhook").digest("hex");
}

/** Of one length whatever the text, as a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHmac("sha256", "compare").update(text).digest();
}

/** Whether a delivery bears our secret, told in a time that says nothing of it. */
export function isFromTelegram(app: App, given: string | undefined): boolean {
  const token = app.config.telegram?.token;
  if (token === undefined || given === undefined) return false;
  return timingSafeEqual(digest(given), digest(webhookSecret(token)));
}

/**
 * Takes in what Telegram delivered; false when it is no update. A throw makes Telegram deliver it again, and one
 * that comes twice changes nothing.
 */
export async function takeDelivery(app: App, logger: Logger, body: unknown): Promise<boolean> {
  const bot = botOf(app, logger);
  const heard = bot?.telegram.readUpdate(body);
  if (bot === undefined || heard === undefined) return false;
  await bot.introduce(AbortSignal.timeout(5_000));
  await takeInBatch(app, bot, logger, [heard], async () => undefined);
  return true;
}

/**
 * Where Telegram can deliver what the bot hears. Telegram itself delivers over https only; a Bot API server of one's own
 * takes http too.
 */
export function deliveredTo({ publicAddress, telegram }: App["config"]): string | undefined {
  const isTaken = publicAddress?.startsWith("https:") === true || telegram?.apiRoot.startsWith("http:") === true;
  return isTaken ? publicAddress : undefined;
}

/** Asks Telegram to deliver to the public address, until it says yes; it then does so until told otherwise. */
export async function keepWebhook(
  app: App,
  bot: Bot,
  { logger, signal, pauseMs }: { readonly logger: Logger; readonly signal: AbortSignal; readonly pauseMs: number },
): Promise<void> {
  const token = app.config.telegram?.token;
  const address = deliveredTo(app.config);
  if (token === undefined || address === undefined) return;
  while (!signal.aborted) {
    await bot.introduce(signal);
    const answer = await bot.telegram.setWebhook(`${address}${webhookPath}`, webhookSecret(token));
    if (answer.kind === "done") return;
    logger.warn({ failure: answer.failure.code, cause: answer.failure.cause }, "telegram does not take our address");
    await app.clock.sleep(pauseMs, signal);
  }
}

/**
 * Back to polling: takes back the address that an earlier Carillon of this bot had set, nobody else's. Says
 * whether it did.
 */
export async function leaveWebhook(bot: Bot): Promise<boolean> {
  const present = await bot.telegram.readWebhook();
  if (present.kind !== "done" || !present.value.endsWith(webhookPath)) return false;
  return (await bot.telegram.deleteWebhook()).kind === "done";
}
