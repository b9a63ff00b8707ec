import type { MessageKind } from "#features/messages/rules.ts";
import { sendDueMessages, type SendingReport } from "#features/messages/send-due-messages.ts";
import { anotherSender, telegramNotSet } from "#features/messages/texts.ts";
import { noFigures, type RunReport } from "#features/scenarios/rules.ts";
import type { Logger } from "#lib/logger.ts";
import type { RunLog } from "#lib/run-log.ts";
import type { App } from "./parts.ts";

/** After how many minutes a step is tried again when a service was not reachable. */
export const retryMinutes = 5;

/** Sends what is due, as the only sender of this database. */
export async function send(
  app: App,
  log: RunLog,
  kinds: readonly MessageKind[] | "all but runs",
): Promise<SendingReport | "taken" | "not set"> {
  const { telegram } = app.services;
  const { school } = app.config;
  if (telegram === undefined && school.mode.kind !== "dry") return "not set";
  return await app.alone("telegram sender", async () => {
    const { db } = app.database;
    return await sendDueMessages({ db, clock: app.clock, telegram: telegram ?? nobody, school, kinds, log });
  });
}

/** In dry mode nothing is sent, so nobody is asked. */
const nobody = {
  send: () => Promise.reject(new Error("dry mode sends nothing")),
};

/** The report of a run that sent. */
export function reportOf(sent: SendingReport | "taken" | "not set"): RunReport {
  if (sent === "not set") return { figures: noFigures, failure: telegramNotSet };
  if (sent === "taken") return { figures: noFigures, skipped: anotherSender, retryInMinutes: 1 };
  const left = sent.waiting > 0 || sent.failure !== undefined;
  return {
    figures: {
      ...noFigures,
      read: sent.read,
      created: sent.sent,
      skipped: sent.expired + sent.waiting,
      failed: sent.failed + sent.uncertain,
    },
    ...(sent.failure === undefined ? {} : { failure: sent.failure }),
    ...(left ? { retryInMinutes: sent.failure === undefined ? 1 : retryMinutes } : {}),
  };
}

/** Sends what is due and waits for no run: words to the admin, answers, announcements. */
export async function sendAtOnce(app: App, logger: Logger): Promise<void> {
  const log: RunLog = {
    info: async (message) => logger.info(message.en),
    warning: async (message) => logger.warn(message.en),
    failure: async (failure) => logger.warn({ code: failure.code, cause: failure.cause }, failure.what.en),
  };
  await send(app, log, "all but runs");
}
