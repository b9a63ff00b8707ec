import { onTestFinished } from "vitest";

import { openZoom } from "#adapters/zoom/open-zoom.ts";
import { tokensInMemory } from "#adapters/zoom/token.ts";
import { createZoomLinks, type MeetingReport } from "#features/meetings/create-zoom-links.ts";
import type { LinkHealth, MeetingPolicy, ZoomPort } from "#features/meetings/ports.ts";
import { coaches } from "#features/roster/tables.ts";
import type { School } from "#features/school/rules.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses, entries } from "#features/timetable/tables.ts";
import type { TimeZone } from "#lib/ids.ts";
import { Secret } from "#lib/secrets.ts";
import { skippingClock, type HandClock } from "#simulators/zoom/hand-clock.ts";
import type { LedgerMeeting } from "#simulators/zoom/ledger.ts";
import { startZoomSimulator, type ZoomSimulator, type ZoomSimulatorOptions } from "#simulators/zoom/simulator.ts";

import { cloneDatabase, type ClonedDatabase } from "./database.ts";

/** Sessions and a Zoom, without engine, workbook and Telegram: what meetings alone need. */
export interface ZoomSchool {
  readonly database: ClonedDatabase;
  readonly clock: HandClock;
  readonly simulator: ZoomSimulator;
  readonly zoom: ZoomPort;
  /** Another client, as another process has. */
  open(changes?: { readonly clientSecret?: Secret }): ZoomPort;
  /** Adds a session of a coach; gives its id. */
  session(id: string, startsAt: string, coach: string, minutes?: number): Promise<string>;
  /** Adds a line of the timetable with its sessions on these dates, and gives the line's id. */
  entry(line: NewEntry): Promise<string>;
  /** `create_zoom_links`, with what it logged as `level message` in English. */
  run(zoom?: ZoomPort): Promise<MeetingReport & { readonly log: readonly string[] }>;
  /** What the links that people gave are found to be; they answer when it is not said. */
  readonly links: Map<string, LinkHealth>;
  /** Meetings that stand at Zoom. */
  standing(): readonly LedgerMeeting[];
  /** One session's row. */
  row(id: string): Promise<Record<string, unknown>>;
  sql(query: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

/** A line with its sessions. */
export interface NewEntry {
  readonly id: string;
  readonly course: string;
  readonly coach: string;
  readonly weekday: number;
  readonly time: string;
  readonly timeZone?: string;
  readonly dates: readonly string[];
}

const plainPolicy: MeetingPolicy = {
  topic: "{{ course }}",
  start: "utc",
  links: "session",
  pool: undefined,
  hostMeetings: new Map(),
};

const school: School = {
  name: "École du Lac",
  language: "fr",
  timeZone: "Africa/Abidjan" as TimeZone,
  audienceZones: ["Africa/Abidjan" as TimeZone],
  defaultDurationMinutes: 60,
  mode: { kind: "live" },
};

/** Opens one on Sunday 1 March 2026, midnight UTC; all closes with the test. */
export async function openZoomSchool(
  options: Partial<ZoomSimulatorOptions> & {
    readonly policy?: Partial<MeetingPolicy>;
    /** How many sessions are worked on at a time. */
    readonly atOnce?: number;
  } = {},
): Promise<ZoomSchool> {
  const { policy: settled, atOnce, ...ofSimulator } = options;
  const clock = skippingClock("2026-03-01T00:00:00Z");
  const simulator = await startZoomSimulator({
    clock,
    plan: "pro",
    limits: false,
    hosts: [{ email: "awa@school.test" }, { email: "pool@school.test" }],
    ...ofSimulator,
  });
  const database = await cloneDatabase({ poolSize: 4 });
  onTestFinished(async () => {
    await simulator.close();
    await database.close();
  });
  const { db } = database;
  const open: ZoomSchool["open"] = (changes = {}) =>
    openZoom({
      ...simulator.credentials,
      clientSecret: new Secret(simulator.credentials.clientSecret),
      apiBase: simulator.apiBase,
      oauthBase: simulator.oauthBase,
      timeoutMs: 60_000,
      clock,
      tokens: tokensInMemory(),
      ...changes,
    });
  const zoom = open();
  const policy = { ...plainPolicy, ...settled };
  const createdAt = clock.now();

  async function ensure(course: string, coach: string): Promise<void> {
    await db
      .insert(courses)
      .values({ id: course, key: course, title: course, level: "B1", createdAt })
      .onConflictDoNothing();
    const email = `${coach}@school.test`;
    await db.insert(coaches).values({ id: coach, name: coach, email, createdAt }).onConflictDoNothing();
  }

  const links = new Map<string, LinkHealth>();
  return {
    links,
    database,
    clock,
    simulator,
    zoom,
    open,
    async session(id, startsAt, coach, minutes = 60) {
      await ensure(id, coach);
      const start = Temporal.Instant.from(startsAt);
      const date = startsAt.slice(0, 10);
      const endsAt = start.add({ minutes });
      const row = { id, courseId: id, coachId: coach, date, startsAt: start, endsAt, createdAt };
      await db.insert(sessions).values({ ...row, status: "scheduled" });
      return id;
    },
    async entry({ id, course, coach, weekday, time, timeZone = "Africa/Abidjan", dates }) {
      await ensure(course, coach);
      const line = { id, courseId: course, coachId: coach, weekday, time, timeZone, durationMinutes: 60 };
      await db.insert(entries).values({ ...line, cell: `Sheet!${id}`, createdAt });
      for (const date of dates) {
        const startsAt = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).toInstant();
        const row = { id: `${id}-${date}`, entryId: id, courseId: course, coachId: coach, date, startsAt, createdAt };
        await db.insert(sessions).values({ ...row, endsAt: startsAt.add({ minutes: 60 }), status: "scheduled" });
      }
      return id;
    },
    async run(client = zoom) {
      const log: string[] = [];
      const report = await createZoomLinks({
        db,
        clock,
        zoom: client,
        lookAtLink: async (url) => links.get(url) ?? { kind: "answers" },
        policy,
        school,
        ...(atOnce === undefined ? {} : { atOnce }),
        log: {
          info: async (message) => void log.push(`info ${message.en}`),
          warning: async (message) => void log.push(`warning ${message.en}`),
          failure: async (failure) => void log.push(`${failure.code} ${failure.what.en}`),
        },
      });
      return { ...report, log };
    },
    standing: () => simulator.ledger.meetings().filter((meeting) => meeting.state !== "deleted"),
    async row(id) {
      const { rows } = await database.pool.query("select * from meetings where session_id = $1", [id]);
      return rows[0] ?? {};
    },
    sql: async (query, values = []) => (await database.pool.query(query, [...values])).rows,
  };
}
