import { hearUpdates } from "#features/participation/hear-updates.ts";
import type { Logger } from "#lib/logger.ts";
import type { App } from "./parts.ts";

/** How long to wait after Telegram could not be heard, in milliseconds. */
const deafPause = 10_000;

/** Hears the groups for as long as the app is open. */
export async function listen(app: App, logger: Logger, signal: AbortSignal): Promise<void> {
  const { telegram } = app.services;
  const token = app.config.telegram?.token;
  if (telegram === undefined || token === undefined) return;
  const [bot = ""] = token.reveal().split(":");
  while (!signal.aborted) {
    try {
      const answer = await hearUpdates({
        db: app.database.db,
        clock: app.clock,
        telegram,
        school: app.config.school,
        bot,
        waitSeconds: 25,
        signal,
      });
      if (answer.kind === "done" || signal.aborted) continue;
      logger.warn({ failure: answer.failure.code, cause: answer.failure.cause }, "telegram could not be heard");
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ error }, "what telegram told could not be kept");
    }
    await app.clock.sleep(deafPause, signal);
  }
}
