import { readHearing, writeHearing } from "#features/participation/store.ts";
import { causeOf, type Answer } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";
import type { App } from "#app/parts.ts";

import { botOf, type Bot } from "./bot.ts";
import { takeInBatch } from "./take-in.ts";
import { deliveredTo, keepWebhook, leaveWebhook } from "./webhook.ts";

/** How long to wait after Telegram could not be heard, in milliseconds. */
const deafPause = 10_000;
/** How long Telegram holds a poll, in seconds. */
const pollSeconds = 25;

/** Hears the groups for as long as the app is open; one process of a database at a time. */
export async function listen(app: App, logger: Logger, signal: AbortSignal): Promise<void> {
  const bot = botOf(app, logger);
  if (bot === undefined) return;
  if (deliveredTo(app.config) !== undefined) {
    return await keepWebhook(app, bot, { logger, signal, pauseMs: deafPause });
  }
  // Nobody else is the engine of an own database.
  if (app.config.databaseUrl === undefined) return await listenAlone(app, bot, logger, signal);
  while (!signal.aborted) {
    // Who has lost the turn stops at once: Telegram lets only one ask.
    const listenInTurn = async (lost: AbortSignal) =>
      await listenAlone(app, bot, logger, AbortSignal.any([signal, lost]));
    try {
      await app.alone("telegram hearing", listenInTurn);
    } catch (error) {
      logger.warn({ cause: causeOf(error) }, "the turn to hear telegram could not be asked for");
    }
    await app.clock.sleep(deafPause, signal);
  }
}

async function listenAlone(app: App, bot: Bot, logger: Logger, signal: AbortSignal): Promise<void> {
  let isWebhookLeft = false;
  // Nobody else moves the place while we hear; after any trouble it is read again.
  let place: number | undefined;
  while (!signal.aborted) {
    try {
      await bot.introduce(signal);
      const from = place ?? (await readHearing(app.database.db, bot.id));
      place = undefined;
      const answer = await hearOnce(app, bot, logger, signal, from);
      if (answer.kind === "done") place = answer.value;
      if (answer.kind === "done" || signal.aborted) continue;
      if (answer.failure.code === "telegram.conflict" && !isWebhookLeft) {
        isWebhookLeft = await leaveWebhook(bot);
        if (isWebhookLeft) continue;
      }
      logger.warn({ failure: answer.failure.code, cause: answer.failure.cause }, "telegram could not be heard");
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ error }, "what telegram told could not be kept");
    }
    await app.clock.sleep(deafPause, signal);
  }
}

/**
 * Asks Telegram once for what happened from a place on and takes it in: the facts, the answers and the number of the next
 * update are committed together, so an update that comes again changes nothing. Gives the next place.
 */
async function hearOnce(
  app: App,
  bot: Bot,
  logger: Logger,
  signal: AbortSignal,
  from: number,
): Promise<Answer<number>> {
  const answer = await bot.telegram.hear(from, pollSeconds, signal);
  if (answer.kind !== "done") return answer;
  const heard = answer.value;
  const last = heard.at(-1);
  if (last === undefined) return { kind: "done", value: from };
  const next = last.updateId + 1;
  await takeInBatch(app, bot, logger, heard, async (tx) => await writeHearing(tx, bot.id, next));
  return { kind: "done", value: next };
}
