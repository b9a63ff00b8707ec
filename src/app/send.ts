import { awaitLock } from "#database/lock.ts";
import { isCorrectionWanted } from "#features/messages/correction-store.ts";
import type { TelegramSendPort } from "#features/messages/ports.ts";
import type { MessageKind } from "#features/messages/rules.ts";
import { sendDueMessages, type SendingReport } from "#features/messages/send-due-messages.ts";
import { countWaiting } from "#features/messages/due-store.ts";
import { countReleased, releaseMessages } from "#features/messages/sending-store.ts";
import { inactiveSkipped, nobodyReached, telegramNotSet, waitingUntil } from "#features/messages/texts.ts";
import type { RunContext } from "#features/scenarios/ports.ts";
import { noFigures, type RunReport } from "#features/scenarios/rules.ts";
import type { Instant } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";
import type { RunLog } from "#lib/run-log.ts";
import type { App } from "./parts.ts";

/** After how many minutes a step is tried again when a service was not reachable. */
export const retryMinutes = 5;

/** After how many minutes the outbox is looked at again when no run does, and when only a person can help. */
const lookAgainMinutes = { unreachable: 5, token: 30 } as const;

/** How long to wait for another process that is sending, in milliseconds, before looking again. */
const turnMs = 2_000;

/** Thrown, so that the job comes back and the messages that still wait leave with the next start. */
const leftToTheNext = "the process was told to end before all messages had left";

/** Under which name one process at a time sends. */
const senderName = "telegram sender";

/** What a request of the last round may take to be answered, in milliseconds, and a little more. */
const roundEndMs = 20_000;

/** Waits until whoever sends does so by the settings that are in force now. */
export async function awaitSender({ database }: App): Promise<void> {
  await awaitLock(database, senderName, roundEndMs);
}

/** Lets the messages of a run's kinds go, sends, and gives the run's report. */
export async function sendForRun(
  app: App,
  run: RunContext,
  { kinds, until }: { readonly kinds: readonly MessageKind[]; readonly until: Instant },
): Promise<RunReport> {
  const { db } = app.database;
  if (!maySend(app)) return { figures: noFigures, failure: telegramNotSet };
  await releaseMessages(db, { kinds, until, runId: run.runId });
  const round = await sendRound(app, run.log);
  const { byState, inactive } = await countReleased(db, run.runId);
  const of = (...states: readonly string[]) => states.reduce((sum, state) => sum + (byState.get(state) ?? 0), 0);
  const waiting = of("planned", "sending", "held");
  if (inactive > 0) await run.log.info(inactiveSkipped(inactive));
  if (waiting > 0 && round.failure === undefined) {
    await run.log.warning(waitingUntil(waiting, timeIn(round.restUntil, app.config.school.timeZone)));
  }
  const failed = of("failed", "uncertain");
  const figures = {
    ...noFigures,
    read: of(...byState.keys()) + inactive,
    created: of("sent"),
    skipped: of("expired", "cancelled") + waiting + inactive,
    failed,
  };
  const failure = round.failure ?? (of("failed") > 1 && of("sent") === 0 && waiting === 0 ? nobodyReached : undefined);
  return {
    figures,
    ...(failure === undefined ? {} : { failure }),
    ...(round.failure === undefined ? {} : { retryInMinutes: retryMinutes }),
  };
}

/** Sends what is due and waits for no run: words to the admin, answers, announcements, and what had to wait. */
export async function sendAtOnce(app: App, logger: Logger): Promise<void> {
  if (!maySend(app)) return;
  const log: RunLog = {
    info: async (message) => logger.info(message.en),
    warning: async (message) => logger.warn(message.en),
    failure: async (failure) => logger.warn({ code: failure.code, cause: failure.cause }, failure.what.en),
  };
  const { failure } = await sendRound(app, log);
  if (failure === undefined) return;
  const minutes = failure.code === "telegram.token" ? lookAgainMinutes.token : lookAgainMinutes.unreachable;
  await app.wakeSender(app.database.db, app.clock.now().add({ minutes }));
}

/**
 * One round as the only sender of this database; while another process sends, its end is waited for. A changed setting
 * (the mode, the token) ends the round, and the next goes on with what is in force.
 */
async function sendRound(app: App, log: RunLog): Promise<Pick<SendingReport, "failure" | "restUntil">> {
  const { clock, database } = app;
  const { db } = database;
  for (;;) {
    let outdated = app.outdated;
    const report = await app.alone(senderName, async (lost) => {
      // A change made in another process may not have been heard of yet.
      await app.refresh();
      outdated = app.outdated;
      const { school, messages } = app.config;
      const telegram = app.services.telegram ?? nobody;
      const ended = AbortSignal.any([lost, outdated, app.stopping]);
      return await sendDueMessages({ db, clock, telegram, school, resent: messages.resent, log, lost: ended });
    });
    if (report !== "taken") {
      if (app.stopping.aborted && report.waiting > 0) throw new Error(leftToTheNext);
      if (outdated.aborted && report.waiting > 0 && maySend(app)) continue;
      // Chats at rest have a sender of their own when their rest ends.
      if (report.restUntil !== undefined && report.waiting > 0) await app.wakeSender(db, report.restUntil);
      return report;
    }
    if ((await countWaiting(db, clock.now())) === 0 && !(await isCorrectionWanted(db))) return {};
    await clock.sleep(turnMs, app.stopping);
    if (app.stopping.aborted) throw new Error(leftToTheNext);
  }
}

function maySend(app: App): boolean {
  return app.services.telegram !== undefined || app.config.school.mode.kind === "dry";
}

function timeIn(at: Instant | undefined, zone: string): string | undefined {
  return at?.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: "minute" });
}

/** In dry mode nothing is sent, so nobody is asked. */
const nobody: TelegramSendPort = {
  send: () => silence(),
  edit: () => silence(),
  recall: () => silence(),
  checkBot: () => silence(),
  readChat: () => silence(),
};

function silence(): Promise<never> {
  return Promise.reject(new Error("dry mode sends nothing"));
}
