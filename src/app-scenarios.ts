import { createZoomLinks } from "#features/meetings/create-zoom-links.ts";
import { zoomNotSet } from "#features/meetings/texts.ts";
import { generateMessages } from "#features/messages/generate-messages.ts";
import type { MessageKind } from "#features/messages/rules.ts";
import { sendDueMessages, type SendingReport } from "#features/messages/send-due-messages.ts";
import { anotherSender, telegramNotSet } from "#features/messages/texts.ts";
import { collectParticipation } from "#features/participation/collect-participation.ts";
import { recogniseLate } from "#features/participation/recognise-late.ts";
import { defaultPoints, rankingExpiresAt } from "#features/rankings/rules.ts";
import { sendDailyRankings } from "#features/rankings/send-daily-rankings.ts";
import { participationMissing, tooLate } from "#features/rankings/texts.ts";
import type { RunContext, ScenarioFunction } from "#features/scenarios/ports.ts";
import { noFigures, type BuiltInName, type RunReport } from "#features/scenarios/rules.ts";
import { planSessions } from "#features/sessions/plan-sessions.ts";
import { findLastImport } from "#features/timetable/store.ts";
import { importDone, workbookNotSet } from "#features/timetable/texts.ts";
import { updateCourses } from "#features/timetable/update-courses.ts";
import { isBefore } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";
import type { RunLog } from "#lib/run-log.ts";
import { say } from "#lib/bilingual.ts";

import type { App } from "./app.ts";

/** After how many minutes a step is tried again when a service was not reachable. */
const retryMinutes = 5;

/** What each built-in scenario does, over the app's parts. */
export function scenarioFunctions(app: App): Readonly<Record<BuiltInName, ScenarioFunction>> {
  return {
    update_courses: async (run) => await performUpdateCourses(app, run),
    create_zoom_links: async (run) => await performCreateZoomLinks(app, run),
    generate_messages: async (run) => await performGenerateMessages(app, run),
    send_daily_messages: async (run) => await performSendDailyMessages(app, run),
    send_daily_rankings: async (run) => await performSendDailyRankings(app, run),
  };
}

async function performUpdateCourses(app: App, run: RunContext): Promise<RunReport> {
  const { db } = app.database;
  const path = run.request.workbook ?? app.config.workbook ?? (await findLastImport(db))?.path;
  if (path === undefined) return { figures: noFigures, failure: workbookNotSet };
  const updated = await updateCourses({
    db,
    clock: run.clock,
    school: app.config.school,
    source: { path },
    readWorkbook: app.services.readWorkbook,
    andThen: async (tx, now) => await planSessions({ db: tx, now }),
  });
  if (!updated.ok) return { figures: noFigures, failure: updated.failure };
  const { figures, problems, after } = updated.value;
  for (const problem of problems) {
    if (problem.severity === "error") {
      await run.log.failure({
        code: problem.code,
        what: problem.message,
        remedy: problem.suggestion ?? say("Corrigez cette cellule.", "Correct this cell."),
        place: problem.cell,
      });
    } else if (problem.severity === "warning") await run.log.warning(problem.message, problem.cell);
    else await run.log.info(problem.message, problem.cell);
  }
  await run.log.info(importDone(figures, after));
  return {
    figures: {
      read: figures.entries + figures.leftOut,
      created: figures.added,
      changed: figures.changed + figures.removed,
      unchanged: figures.unchanged,
      skipped: 0,
      failed: figures.leftOut,
    },
  };
}

async function performCreateZoomLinks(app: App, run: RunContext): Promise<RunReport> {
  const { zoom } = app.services;
  if (zoom === undefined) return { figures: noFigures, failure: zoomNotSet };
  const report = await createZoomLinks({ db: app.database.db, clock: run.clock, zoom, log: run.log });
  const { failure, worthRetrying, ...figures } = report;
  return {
    figures: { ...noFigures, ...figures },
    ...(failure === undefined ? {} : { failure }),
    ...(worthRetrying ? { retryInMinutes: retryMinutes } : {}),
  };
}

async function performGenerateMessages(app: App, run: RunContext): Promise<RunReport> {
  const figures = await generateMessages({
    db: app.database.db,
    clock: run.clock,
    school: app.config.school,
    log: run.log,
  });
  return { figures };
}

async function performSendDailyMessages(app: App, run: RunContext): Promise<RunReport> {
  return reportOf(await send(app, run.log, ["alarm", "reminder"]));
}

async function performSendDailyRankings(app: App, run: RunContext): Promise<RunReport> {
  const { db } = app.database;
  const { school } = app.config;
  if (!isBefore(run.clock.now(), rankingExpiresAt(run.slot, school.timeZone))) {
    return { figures: noFigures, skipped: tooLate };
  }
  const { zoom } = app.services;
  if (zoom !== undefined) {
    const collected = await collectParticipation({ db, clock: run.clock, zoom, until: run.slot, log: run.log });
    if (collected.failure !== undefined) await run.log.warning(participationMissing);
  }
  await recogniseLate({ db, now: run.slot });
  const ranked = await sendDailyRankings({
    db,
    clock: run.clock,
    school,
    rules: defaultPoints,
    cutOff: run.slot,
    log: run.log,
  });
  const report = reportOf(await send(app, run.log, ["alarm", "ranking"]));
  return {
    ...report,
    figures: { ...report.figures, read: ranked.read, skipped: ranked.skipped + report.figures.skipped },
  };
}

/** Sends what is due, as the only sender of this database. */
async function send(
  app: App,
  log: RunLog,
  kinds: readonly MessageKind[],
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
  sendHtml: () => Promise.reject(new Error("dry mode sends nothing")),
};

function reportOf(sent: SendingReport | "taken" | "not set"): RunReport {
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

/** Sends the words to the admin at once; they have no run of their own. */
export async function sendAlarms(app: App, logger: Logger): Promise<void> {
  const log: RunLog = {
    info: async (message) => logger.info(message.en),
    warning: async (message) => logger.warn(message.en),
    failure: async (failure) => logger.warn({ code: failure.code, cause: failure.cause }, failure.what.en),
  };
  await send(app, log, ["alarm"]);
}
