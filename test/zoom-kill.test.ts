import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { coaches } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses, entries } from "#features/timetable/tables.ts";
import { systemClock } from "#lib/clock.ts";
import { seededRandom } from "#simulators/zoom/random.ts";
import { startZoomSimulator, type ZoomSimulator } from "#simulators/zoom/simulator.ts";

import { cloneDatabase, type ClonedDatabase } from "./database.ts";

/** How many processes are killed, over both ways of making links; the figure of the project is 300. */
const kills = Number(process.env["CARILLON_KILLS"] ?? "2");
const program = fileURLToPath(new URL("./meetings-process.ts", import.meta.url));
/** Sessions of the week, three a course. */
const perWeek = 81;
/** Real milliseconds after which Zoom carries out what it was asked with the fault "commit later". */
const lateMs = 300;

interface Week {
  readonly database: ClonedDatabase;
  readonly simulator: ZoomSimulator;
  readonly links: "session" | "course";
}

/** A week of 81 sessions on three hosts, and a Zoom that loses one answer in ten. */
async function openWeek(links: Week["links"], seed: number): Promise<Week> {
  const hosts = ["awa", "bintou", "chloe"].map((name) => ({ email: `${name}@school.test` }));
  const simulator = await startZoomSimulator({
    clock: systemClock,
    plan: "pro",
    limits: false,
    hosts,
    seed,
    lateMs,
    latencyMs: 2,
  });
  const database = await cloneDatabase({ poolSize: 3 });
  onTestFinished(async () => {
    await simulator.close();
    await database.close();
  });
  const { db } = database;
  const createdAt = systemClock.now();
  const first = createdAt.toZonedDateTimeISO("UTC").add({ days: 1 }).startOfDay();
  for (const { email } of hosts) await db.insert(coaches).values({ id: email, name: email, email, createdAt });
  for (let course = 0; course < perWeek / 3; course += 1) {
    const id = `course-${course}`;
    const coachId = hosts[course % 3]?.email ?? "";
    const hour = 8 + Math.floor(course / 3);
    const time = `${String(hour).padStart(2, "0")}:00`;
    await db.insert(courses).values({ id, key: id, title: id, createdAt });
    for (let day = 0; day < 3; day += 1) {
      const date = first.add({ days: day });
      const entryId = `${id}-${day}`;
      const line = { courseId: id, coachId, weekday: date.dayOfWeek, time, timeZone: "UTC", durationMinutes: 60 };
      await db.insert(entries).values({ id: entryId, ...line, cell: entryId, createdAt });
      const startsAt = date.add({ hours: hour }).toInstant();
      const session = {
        id: `s-${entryId}`,
        entryId,
        courseId: id,
        coachId,
        startsAt,
        endsAt: startsAt.add({ hours: 1 }),
      };
      await db
        .insert(sessions)
        .values({ ...session, date: date.toPlainDate().toString(), status: "scheduled", createdAt });
    }
  }
  return { database, simulator, links };
}

/** Runs `create_zoom_links` in a process of its own, and kills it once so many requests have reached Zoom. */
async function runProcess({ database, simulator, links }: Week, killAfter?: number): Promise<"ended" | "killed"> {
  const { credentials } = simulator;
  const child = spawn(
    process.execPath,
    [program, JSON.stringify(database.connectionConfig), String(systemClock.now())],
    {
      env: {
        PATH: process.env["PATH"],
        ZOOM_ACCOUNT_ID: credentials.accountId,
        ZOOM_CLIENT_ID: credentials.clientId,
        ZOOM_CLIENT_SECRET: credentials.clientSecret,
        ZOOM_API_BASE: simulator.apiBase,
        ZOOM_OAUTH_BASE: simulator.oauthBase,
        ZOOM_LINKS: links,
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const gone = once(child, "exit");
  const arrived = () => [...simulator.ledger.requests().values()].reduce((sum, times) => sum + times, 0);
  const limit = killAfter === undefined ? Infinity : arrived() + killAfter;
  while (child.exitCode === null && child.signalCode === null) {
    if (arrived() >= limit) child.kill("SIGKILL");
    await systemClock.sleep(1);
  }
  await gone;
  return child.signalCode === "SIGKILL" ? "killed" : "ended";
}

async function expectExactlyOne({ database, simulator, links }: Week): Promise<void> {
  const standing = simulator.ledger.meetings().filter((meeting) => meeting.state !== "deleted");
  const expected = links === "session" ? perWeek : perWeek / 3;
  expect(standing).toHaveLength(expected);
  expect(new Set(standing.map((meeting) => meeting.key)).size).toBe(expected);
  const { rows } = await database.pool.query("select zoom_id, join_url from meetings where state = 'open'");
  expect(rows).toHaveLength(perWeek);
  expect(new Set(rows.map((row) => row.zoom_id))).toEqual(new Set(standing.map((meeting) => meeting.id)));
  expect(rows.every((row) => row.join_url !== null)).toBe(true);
}

test.each(["session", "course"] as const)(
  "kill -9 and lost answers at any moment (a link per %s): exactly one meeting each, none double, none stray",
  async (links) => {
    const random = seededRandom(links === "session" ? 11 : 12);
    let left = Math.ceil(kills / 2);
    expect(left).toBeGreaterThan(0);
    for (let round = 0; left > 0; round += 1) {
      const week = await openWeek(links, round + 1);
      week.simulator.faults.atRandom({
        rate: 0.1,
        kinds: ["commit then drop", "500 after commit", "commit later", "refuse", "429 bare"],
        match: { method: "POST", path: /meetings/ },
      });
      for (let n = 0; n < 12 && left > 0; n += 1) {
        const died = await runProcess(week, 1 + Math.floor(random() * 30));
        if (died === "killed") left -= 1;
        else break;
      }
      week.simulator.faults.none();
      await systemClock.sleep(lateMs);
      // The first may still find what was left open, the second looks once more after everything has settled.
      await runProcess(week);
      await systemClock.sleep(lateMs);
      await runProcess(week);
      await expectExactlyOne(week);
    }
  },
  3_600_000,
);
