import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { openSealedBox } from "#adapters/keys/open-sealed-box.ts";
import { withStoredSettings } from "#app/stored-settings.ts";
import type { Config } from "#config";
import { findEngine } from "#database/engine-presence.ts";
import { migrationsFolder } from "#database/migrate.ts";
import { listMembers, type Member } from "#database/presence.ts";
import { databaseFailure, type OpenDatabase } from "#database/open.ts";
import { countByState } from "#features/messages/store.ts";
import { findLastBackup } from "#features/school/backup-store.ts";
import { listRuns, listScenarios } from "#features/scenarios/store.ts";
import { findImportSince, findLastImport } from "#features/timetable/import-store.ts";
import { listRememberedMappings } from "#features/timetable/mapping-store.ts";
import type { RememberedMapping } from "#features/timetable/rules.ts";
import { comingRuns } from "#http/coming.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import { instantOf, type Clock, type Instant } from "#lib/clock.ts";

import type { CommandContext } from "./command.ts";
import { broken, doubtful, fine, type Check, type Subject } from "#app/health/check.ts";
import { checkServer } from "./doctor-operation.ts";
import { openDatabaseFor } from "./open-app.ts";
import { exists, findDatabase } from "./places.ts";
import { dayAndTime, firstSentence } from "./wording.ts";

/** What the database tells, and what other checks want of it. */
interface Found {
  readonly checks: readonly Check[];
  /** Who runs the schedules of this database: `pid=123`. */
  readonly engine?: string;
  /** The path of the workbook that was imported last. */
  readonly lastWorkbook?: string;
  /** When the newest backup of all machines was taken, and the first timetable imported. */
  readonly lastBackup?: Instant;
  readonly since?: Instant;
  /** The settings in force: those given, and what people stored. */
  readonly config?: Config;
  /** What people decided about workbooks' columns. */
  readonly remembered?: readonly RememberedMapping[];
}

const subjects = {
  database: { name: "database", title: say("Base de données", "Database") },
  schema: { name: "migrations", title: say("Version des tables", "Version of the tables") },
  engine: { name: "engine", title: say("Carillon en marche", "Carillon running") },
  clock: { name: "clock", title: say("Horloge", "Clock") },
  schedules: { name: "schedules", title: say("Horaires", "Schedules") },
  runs: { name: "runs", title: say("Dernières exécutions", "Last runs") },
  messages: { name: "messages", title: say("Messages", "Messages") },
  stored: { name: "stored-settings", title: say("Réglages de la page", "Settings of the page") },
} satisfies Record<string, Subject>;

/** Opens the database, if there is one, and looks; changes nothing in it. */
export async function checkDatabase(context: CommandContext, config: Config | undefined): Promise<Found> {
  // With settings that are not valid nobody knows which database is meant.
  if (config === undefined) return { checks: [] };
  const place = await findDatabase(context.dataFolder, config.databaseUrl !== undefined);
  if (place.kind === "none") return { checks: [] };
  const opened = await openDatabaseFor(context, config, "doctor");
  if (!opened.ok) return { checks: [broken(subjects.database, opened.failure)] };
  try {
    return await look(context, config, opened.value);
  } catch (error) {
    return { checks: [broken(subjects.database, databaseFailure(error))] };
  } finally {
    await opened.value.close();
  }
}

async function look(context: CommandContext, given: Config, database: OpenDatabase): Promise<Found> {
  const { pool, db } = database;
  const answer = await pool.query("select current_setting('server_version') as version");
  const version = `PostgreSQL ${String(answer.rows[0]?.version)}`;
  const engine = await findEngine(database);
  const schema = await checkSchema(database);
  const checks = [
    fine(subjects.database, say(`répond (${version})`, `answers (${version})`)),
    ...(await checkServer(database)),
    schema,
    engineCheck(engine, await listMembers(database)),
    await checkClock(context.clock, database),
  ];
  const found: Found = { checks, ...(engine === undefined ? {} : { engine }) };
  // Tables that are not this program's cannot be asked.
  if (schema.state !== "ok") return found;
  const lastWorkbook = (await findLastImport(db))?.path;
  const since = (await findImportSince(db, instantOf(0)))?.importedAt;
  const lastBackup = await findLastBackup(db);
  const box = (await hasKey(context, given)) ? openSealedBox({ ...context, key: given.secretKey }) : undefined;
  const stored = await withStoredSettings(given, db, box?.ok === true ? box.value : undefined);
  const config = stored.ok ? stored.value : given;
  return {
    ...found,
    config,
    checks: [
      ...checks,
      await checkSchedules(context, config, database),
      ...(await checkRuns(database)),
      await checkMessages(database),
      ...(stored.ok ? [] : [broken(subjects.stored, stored.failure)]),
    ],
    ...(lastWorkbook === undefined ? {} : { lastWorkbook }),
    ...(since === undefined ? {} : { since }),
    ...(lastBackup === undefined ? {} : { lastBackup }),
    remembered: await listRememberedMappings(db),
  };
}

/** Looking makes no key. */
async function hasKey({ dataFolder }: CommandContext, { secretKey }: Config): Promise<boolean> {
  return secretKey !== undefined || (await exists(join(dataFolder, "secret.key")));
}

function engineCheck(engine: string | undefined, members: readonly Member[]): Check {
  if (engine !== undefined) {
    const names = members.map(({ role, pid, host }) => `${role} pid=${pid}${host === undefined ? "" : ` ${host}`}`);
    const list = names.length === 0 ? engine : names.join(", ");
    return fine(subjects.engine, say(`oui (${list})`, `yes (${list})`));
  }
  return doubtful(
    subjects.engine,
    say("non : rien ne part à son heure", "no: nothing happens at its time"),
    say("Lancez « carillon start ».", "Run `carillon start`."),
  );
}

async function checkSchema({ pool }: OpenDatabase): Promise<Check> {
  const journal = JSON.parse(await readFile(join(migrationsFolder, "meta", "_journal.json"), "utf8")) as {
    readonly entries: readonly { readonly when: number }[];
  };
  const known = new Set(journal.entries.map((entry) => entry.when));
  const journalled = await pool.query("select to_regclass('drizzle.__drizzle_migrations') is not null as yes");
  const applied =
    journalled.rows[0]?.yes === true
      ? (await pool.query("select created_at from drizzle.__drizzle_migrations")).rows.map((row) =>
          Number(row.created_at),
        )
      : [];
  if (applied.some((when) => !known.has(when))) {
    return broken(subjects.schema, {
      what: say(
        "La base a été mise à niveau par un Carillon plus récent.",
        "The database was upgraded by a newer Carillon.",
      ),
      remedy: say("Installez cette version plus récente.", "Install that newer version."),
    });
  }
  const waiting = known.size - applied.length;
  if (waiting === 0) return fine(subjects.schema, say(`à jour (${known.size})`, `up to date (${known.size})`));
  return doubtful(
    subjects.schema,
    say(`${waiting} mise(s) à niveau en attente`, `${waiting} upgrade(s) waiting`),
    say("Le prochain « carillon start » les applique.", "The next `carillon start` applies them."),
  );
}

/** A difference past this many seconds makes schedules and limits disagree. */
const clockTolerance = 5;

async function checkClock(clock: Clock, { pool }: OpenDatabase): Promise<Check> {
  const before = clock.now();
  const { rows } = await pool.query("select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms");
  const after = clock.now();
  const theirs = instantOf(Number(rows[0]?.ms));
  // Somewhere between the question and the answer: the nearer end is the kinder guess.
  const difference = Math.min(
    Math.abs(before.until(theirs).total("seconds")),
    Math.abs(after.until(theirs).total("seconds")),
  );
  const shown = difference.toFixed(1);
  const found = say(`${shown} s d'écart avec la base`, `${shown} s apart from the database's`);
  if (difference <= clockTolerance) return fine(subjects.clock, found);
  return doubtful(
    subjects.clock,
    found,
    say(
      "Réglez l'heure de cette machine et du serveur de la base (NTP).",
      "Set the time of this machine and of the database's server (NTP).",
    ),
  );
}

async function checkSchedules({ clock }: CommandContext, { school }: Config, { db }: OpenDatabase): Promise<Check> {
  const rows = await listScenarios(db);
  const [next] = comingRuns(rows, { zone: school.timeZone, now: clock.now(), howMany: 1 });
  const disabled = rows.filter((row) => !row.enabled).map((row) => row.name);
  if (next === undefined) {
    return doubtful(
      subjects.schedules,
      say("aucun scénario n'est programmé", "no scenario is scheduled"),
      say("« carillon scenarios » les montre et les active.", "`carillon scenarios` shows and enables them."),
    );
  }
  const moment = (language: "fr" | "en") => dayAndTime(next.at, school.timeZone, language);
  const found = say(
    `prochain : ${next.scenario}, ${moment("fr")} (${school.timeZone})`,
    `next: ${next.scenario}, ${moment("en")} (${school.timeZone})`,
  );
  if (disabled.length === 0) return fine(subjects.schedules, found);
  const off = say(`${found.fr} ; désactivés : ${disabled.join(", ")}`, `${found.en}; disabled: ${disabled.join(", ")}`);
  return doubtful(
    subjects.schedules,
    off,
    say(
      "« carillon scenarios set NOM --enable » les réactive.",
      "`carillon scenarios set NAME --enable` enables them.",
    ),
  );
}

/** The last run of each scenario, where it went wrong. */
async function checkRuns({ db }: OpenDatabase): Promise<readonly Check[]> {
  const checks: Check[] = [];
  let any = false;
  for (const { name } of await listScenarios(db)) {
    const last = (await listRuns(db, { scenario: name, limit: 5 })).find((run) => run.endedAt !== null);
    any ||= last !== undefined;
    if (last?.outcome === "failed") {
      const what = (language: "fr" | "en") =>
        `${name}#${last.number} : ${firstSentence(last.failure?.what[language] ?? "")}`;
      const remedy: Bilingual = last.failure?.remedy ?? seeLog(last.number);
      checks.push(broken(subjects.runs, { what: say(what("fr"), what("en").replace(" : ", ": ")), remedy }, "warning"));
    } else if (last?.outcome === "partial") {
      const found = say(`${name}#${last.number} : partielle`, `${name}#${last.number}: partial`);
      checks.push(doubtful(subjects.runs, found, seeLog(last.number)));
    }
  }
  if (checks.length > 0) return checks;
  return [fine(subjects.runs, any ? say("sans échec", "without failure") : say("aucune encore", "none yet"))];
}

function seeLog(number: number): Bilingual {
  return say(`« carillon logs --run ${number} » dit pourquoi.`, `\`carillon logs --run ${number}\` says why.`);
}

async function checkMessages({ db }: OpenDatabase): Promise<Check> {
  const states = await countByState(db);
  const counted = (state: string) => states.get(state) ?? 0;
  const [lost, unsure] = [counted("failed"), counted("uncertain")];
  const found = say(
    `${counted("planned")} à envoyer, ${counted("sent")} envoyés, ${lost} échoués, ${unsure} incertains`,
    `${counted("planned")} to send, ${counted("sent")} sent, ${lost} failed, ${unsure} uncertain`,
  );
  if (lost + unsure === 0) return fine(subjects.messages, found);
  const remedy = say(
    "« carillon logs » dit lesquels et pourquoi ; un message incertain est peut-être arrivé.",
    "`carillon logs` says which and why; an uncertain message may have arrived.",
  );
  return doubtful(subjects.messages, found, remedy);
}
