import type { App } from "#app/parts.ts";
import { listDaysOfMeetings } from "#features/meetings/run-store.ts";
import { listMessagesOfRun } from "#features/messages/run-store.ts";
import { listRankingsAnnounced } from "#features/rankings/run-store.ts";
import type { Table } from "#features/rankings/ports.ts";
import { listArtefacts } from "#features/scenarios/custom-store.ts";
import { logAsTable, runsAsTable } from "#features/scenarios/export-rules.ts";
import { countRunsByDay, searchRuns } from "#features/scenarios/run-list-store.ts";
import { findRun, listLogEntries, type LogEntryRow, type RunRow } from "#features/scenarios/store.ts";
import { noSuchRun } from "#features/scenarios/texts.ts";
import { listDaysOfNewSessions } from "#features/sessions/run-store.ts";

import { dataAddress } from "./data-address.ts";
import { daysIn } from "./days-in.ts";
import { guarded, toldOf } from "./guard.ts";
import { onPage } from "./page-words.ts";
import { whoDid } from "#app/who-did.ts";

/** Of what a run touched, so many are named; the others are counted. */
const named = 20;
/** A file holds so many runs, or lines of a log, at most. */
const mostRows = 10_000;

/** The routes of runs: what ran, what it wrote and touched. */
export const runRoutes = {
  runs: guarded.scenarios.runs.handler(async ({ context: { app }, input: { day, ...filter } }) => {
    const { db } = app.database;
    const [rows, nameOf] = await Promise.all([searchRuns(db, { ...filter, ...spanOf(app, day) }), whoDid(db)]);
    return rows.map((run) => shownRun(run, nameOf));
  }),
  figures: guarded.scenarios.figures.handler(async ({ context: { app }, input: { scenario, days } }) => {
    const { from } = daysIn(app, {}, { before: days - 1, after: 0 });
    const zone = app.config.school.timeZone;
    return [...(await countRunsByDay(app.database.db, { scenario, from, zone }))];
  }),
  log: guarded.scenarios.log.handler(async ({ context, input: { id, level, after, limit } }) => {
    const lines = await listLogEntries(context.app.database.db, { runId: id, level, after, limit });
    return lines.map(shownLine);
  }),
  touched: guarded.scenarios.touched.handler(async ({ context: { app }, input: { id } }) => {
    const { db } = app.database;
    const run = await findRun(db, id);
    const until = run?.endedAt ?? app.clock.now();
    const from = run?.startedAt ?? until;
    const [sessions, meetings, messages, rankings] = await Promise.all([
      listDaysOfNewSessions(db, from, until),
      listDaysOfMeetings(db, from, until),
      listMessagesOfRun(db, { runId: id, from, until }),
      listRankingsAnnounced(db, from, until),
    ]);
    const titled = rankings.map(({ title, level, ...rest }) => ({ ...rest, title: title ?? level }));
    return {
      sessions: counted(sessions),
      meetings: counted(meetings),
      messages: counted(messages),
      rankings: counted(titled),
    };
  }),
  exportRuns: guarded.scenarios.exportRuns.handler(async ({ context: { app }, input }) => {
    const { day, format, language, ...filter } = input;
    const { db } = app.database;
    const [rows, nameOf] = await Promise.all([
      searchRuns(db, { ...filter, ...spanOf(app, day), limit: mostRows }),
      whoDid(db),
    ]);
    const name = `carillon-runs${day === undefined ? "" : `-${day}`}`;
    const plain = rows.map((run) => shownRun(run, nameOf));
    const told = rows.map((run) => ({ ...run, askedBy: run.askedBy === null ? null : nameOf(run.askedBy) }));
    return await fileOf(app, name, format, { table: runsAsTable(told, language), plain });
  }),
  exportLog: guarded.scenarios.exportLog.handler(
    async ({ context: { app }, input: { id, format, language }, errors }) => {
      const { db } = app.database;
      const [run, lines] = await Promise.all([findRun(db, id), listLogEntries(db, { runId: id, limit: mostRows })]);
      if (run === undefined) throw errors.REFUSED(toldOf(noSuchRun(id)));
      const table = logAsTable(lines, language);
      return await fileOf(app, `carillon-run-${run.number}`, format, { table, plain: lines.map(shownLine) });
    },
  ),
  files: guarded.scenarios.files.handler(async ({ context, input }) => {
    const made = await listArtefacts(context.app.database.db, input.id);
    return made.map((file) => ({ fileName: file.fileName, address: dataAddress(file) }));
  }),
};

/** A run as the page gets it; `nameOf` gives the name of who asked for it, or the actor itself. */
export function shownRun(run: RunRow, nameOf: (actor: string) => string) {
  const { id, number, scenario, cause, askedBy, startedAt, endedAt, outcome, figures, failure } = run;
  return {
    id,
    number,
    scenario,
    cause,
    askedBy: askedBy === null ? null : { by: askedBy, name: nameOf(askedBy) === askedBy ? null : nameOf(askedBy) },
    startedAt: startedAt.toString(),
    endedAt: endedAt?.toString() ?? null,
    outcome,
    figures: { ...figures },
    failure: failure === null ? null : toldOf(failure).data,
  };
}

function shownLine({ id, at, level, message, place, remedy, cause }: LogEntryRow) {
  return { id, at: at.toString(), level, message: onPage(message), place, remedy: remedy && onPage(remedy), cause };
}

function spanOf(app: App, day: string | undefined) {
  return day === undefined ? {} : daysIn(app, { from: day, to: day }, { before: 0, after: 0 });
}

function counted<T>(all: readonly T[]) {
  return { total: all.length, first: all.slice(0, named) };
}

async function fileOf(
  { services, config }: App,
  name: string,
  format: "csv" | "json",
  { table, plain }: { readonly table: Table; readonly plain: readonly object[] },
) {
  if (format === "json") {
    return { fileName: `${name}.json`, mediaType: "application/json", text: JSON.stringify(plain, null, 2) };
  }
  const written = await services.writeTable(table, "csv", config.rankings.publishing.look, services.pictures);
  if (!written.ok) throw new Error(written.failure.what.en);
  // The mark by which Excel knows UTF-8 stays.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(written.value);
  return { fileName: `${name}.csv`, mediaType: "text/csv;charset=utf-8", text };
}
