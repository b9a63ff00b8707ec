import { listRuns, listScenarios } from "#features/scenarios/store.ts";
import { countByState } from "#features/messages/store.ts";
import { findLastBackup } from "#features/school/backup-store.ts";
import { findImportSince, findLastImport } from "#features/timetable/import-store.ts";
import { listRememberedMappings } from "#features/timetable/mapping-store.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import { instantOf, type Instant } from "#lib/clock.ts";

import type { App } from "../parts.ts";
import { broken, doubtful, fine, type Check } from "./check.ts";
import { checkBackups } from "./check-backups.ts";
import { checkTelegram, checkWorkbook, checkZoom } from "./check-school.ts";

/** What the services answered, kept a moment: a page that many look at must not ask Zoom each time. */
interface Answered {
  readonly at: Instant;
  readonly checks: Promise<readonly Check[]>;
}

/** By the settings that they were asked with. */
const answered = new WeakMap<App["config"], Answered>();

/** How long an answer of the services is good. */
const goodFor = { seconds: 30 };

/** What Carillon needs and how it is, what its last runs came to, and the messages that wait for somebody. */
export async function checkHealth(app: App) {
  const now = app.clock.now();
  const known = answered.get(app.config);
  const isGood = known !== undefined && Temporal.Instant.compare(now, known.at.add(goodFor)) < 0;
  const current = isGood ? known : { at: now, checks: askServices(app) };
  answered.set(app.config, current);
  const [checks, runs, states] = await Promise.all([
    current.checks,
    lastRunsThatFailed(app),
    countByState(app.database.db),
  ]);
  const counted = (state: string) => states.get(state) ?? 0;
  return {
    checkedAt: current.at.toString(),
    checks: [engineCheck(app), ...checks].map(({ name, title, state, found, remedy }) => ({
      name,
      title,
      state,
      found,
      ...(remedy === undefined ? {} : { remedy }),
    })),
    runs,
    messages: { failed: counted("failed"), uncertain: counted("uncertain"), held: counted("held") },
  };
}

function engineCheck({ lost }: App): Check {
  const subject = { name: "engine", title: say("Carillon", "Carillon") };
  if (!lost.aborted) return fine(subject, say("en marche", "running"));
  return broken(subject, {
    what: say("Les horaires ne tournent plus dans ce processus.", "The schedules no longer run in this process."),
    remedy: say("Redémarrez Carillon.", "Start Carillon again."),
  });
}

async function askServices(app: App): Promise<readonly Check[]> {
  const { db, pool } = app.database;
  const [last, remembered, version] = await Promise.all([
    findLastImport(db),
    listRememberedMappings(db),
    pool.query("select current_setting('server_version') as version"),
  ]);
  const told = `PostgreSQL ${String(version.rows[0]?.version)}`;
  const database = fine(
    { name: "database", title: say("Base de données", "Database") },
    say(`répond (${told})`, `answers (${told})`),
  );
  const found = await Promise.all([
    guarded("workbook", say("Classeur", "Workbook"), async () => [
      await checkWorkbook(app, app.config, {
        remembered,
        read: app.services.readWorkbook,
        ...(last === undefined ? {} : { lastWorkbook: last.path }),
      }),
    ]),
    guarded("zoom", say("Zoom", "Zoom"), async () => [await checkZoom(app, app.config)]),
    guarded("backups", say("Sauvegardes", "Backups"), async () => [
      checkBackups({
        last: await findLastBackup(db),
        kept: app.config.backups.keep,
        since: (await findImportSince(db, instantOf(0)))?.importedAt,
        now: app.clock.now(),
        zone: app.config.school.timeZone,
      }),
    ]),
    guarded("telegram", say("Telegram", "Telegram"), async () => await checkTelegram(app, app.config)),
  ]);
  return [database, ...found.flat()];
}

/** One check that cannot be made must not hide the others. */
async function guarded(
  name: string,
  title: Bilingual,
  check: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await check();
  } catch {
    const what = say("n'a pas pu être vérifié", "could not be checked");
    return [doubtful({ name, title }, what, say("Réessayez dans un moment.", "Try again in a moment."))];
  }
}

async function lastRunsThatFailed({ database: { db } }: App) {
  const scenarios = (await listScenarios(db)).filter((scenario) => scenario.enabled);
  const last = await Promise.all(
    scenarios.map(async ({ name, title }) => {
      const run = (await listRuns(db, { scenario: name, limit: 5 })).find((one) => one.endedAt !== null);
      return { title, run };
    }),
  );
  return last.flatMap(({ title, run }) => {
    if (run === undefined || run.endedAt === null || run.outcome === null || run.outcome === "succeeded") return [];
    const { id, number, outcome, endedAt, failure } = run;
    return [
      {
        id,
        number,
        title,
        outcome,
        endedAt: endedAt.toString(),
        what: failure?.what ?? null,
        remedy: failure?.remedy ?? null,
      },
    ];
  });
}
