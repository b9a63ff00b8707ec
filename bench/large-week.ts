import { spawnSync } from "node:child_process";
import { join } from "node:path";

import type { ZoomPort } from "#features/meetings/ports.ts";

import { show } from "./figure.ts";

/*
 * Carillon's own part of two Sundays of a large school (8,100 sessions a week; CARILLON_SESSIONS=81000), step by step: the
 * workbook to the planned sessions, their meetings at a Zoom that is a function and answers at once, their reminders.
 * What the services and the way to them cost is not in it. The second Sunday has the whole timetable in force already.
 * Time is the processor's, of Carillon and its database.
 */
const written = process.env["CARILLON_WRITE"];
if (written !== undefined) {
  const { writeLargeWorkbook } = await import("#simulators/large-workbook.ts");
  await writeLargeWorkbook(written, Number(process.env["CARILLON_SESSIONS"]));
  process.exit(0);
}
await import("../src/cli/small-footprint.js");
const [
  { readWorkbook },
  { migrate },
  { openDatabase },
  { createZoomLinks },
  { generateMessages },
  { planSessions },
  { updateCourses },
  { openLogger },
  { coachMails },
  { skippingClock },
  { drySchool },
  { scratchFolder },
  { watchMemory },
] = await Promise.all([
  import("#adapters/excel/read-workbook.ts"),
  import("#database/migrate.ts"),
  import("#database/open.ts"),
  import("#features/meetings/create-zoom-links.ts"),
  import("#features/messages/generate-messages.ts"),
  import("#features/sessions/plan-sessions.ts"),
  import("#features/timetable/update-courses.ts"),
  import("#lib/logger.ts"),
  import("#simulators/large-workbook.ts"),
  import("#simulators/zoom/hand-clock.ts"),
  import("../test/dry-school.ts"),
  import("../test/scratch.ts"),
  import("./processes.ts"),
]);

const size = Number(process.env["CARILLON_SESSIONS"] ?? "8100");
const mostMegabytes = 600;
const scratch = await scratchFolder();
const workbook = join(scratch.path, "school.xlsx");
// In a process of its own, whose memory is not the school's.
const writing = { ...process.env, CARILLON_WRITE: workbook, CARILLON_SESSIONS: String(size) };
spawnSync(process.execPath, [import.meta.filename], { env: writing, stdio: "inherit" });
const opened = await openDatabase({
  dataFolder: scratch.path,
  applicationName: "carillon bench",
  logger: openLogger("silent"),
});
if (!opened.ok) throw new Error(opened.failure.what.en);
const { db, pool, close } = opened.value;
const memory = watchMemory(scratch.path, []);
const clock = skippingClock("2026-03-29T00:00:00Z");
const school = { ...drySchool, audienceZones: [drySchool.timeZone] };
const policy = {
  topic: "{{ course }}",
  start: "utc",
  links: "session",
  pool: undefined,
  hostMeetings: new Map<string, number>(),
} as const;
/** Zoom as a function: every meeting is made, nothing was changed by hand. */
let meetings = 0;
const answered = <T>(value: T) => ({ kind: "done" as const, value });
const zoom: ZoomPort = {
  listHosts: async () => answered(coachMails(size).map((email) => ({ id: email, email, licensed: true }))),
  listMeetings: async () => answered([]),
  readMeeting: async () => answered(undefined),
  async createMeeting(_hostId, { key, topic, startsAt, durationMinutes }) {
    meetings += 1;
    const id = String(80_000_000_000 + meetings);
    const joinUrl = `https://zoom.example/j/${id}`;
    return answered({ id, key, topic, startsAt, durationMinutes, joinUrl, passcode: "123456", occurrences: [] });
  },
  updateMeeting: async () => answered(undefined),
  deleteMeeting: async () => answered(undefined),
  listStays: async () => answered(undefined),
  check: async () => answered("bench"),
};
let failures = 0;
const log = {
  info: async () => undefined,
  warning: async () => undefined,
  failure: async () => {
    failures += 1;
  },
};

try {
  const migrated = await migrate(pool);
  if (!migrated.ok) throw new Error(migrated.failure.what.en);
  for (const sunday of ["first", "second"]) {
    await step(`${sunday} Sunday, from the workbook to the sessions`, async () => {
      const updated = await updateCourses({
        db,
        clock,
        school,
        source: { path: workbook },
        readWorkbook,
        asked: { by: "schedule", byHand: false, agreed: false, takesNewShapes: true },
        andThen: async (tx, now) => await planSessions({ db: tx, now, zone: school.timeZone }),
      });
      if (!updated.ok) throw new Error(updated.failure.what.en);
      return updated.value.after.created;
    });
    await step(`${sunday} Sunday, their meetings`, async () => {
      const report = await createZoomLinks({ db, clock, zoom, policy, school, log });
      if (report.failure !== undefined) throw new Error(report.failure.what.en);
      return report.created;
    });
    await step(`${sunday} Sunday, their reminders`, async () => (await writeReminders()).created);
    await step(`${sunday} Sunday, the reminders once more`, async () => (await writeReminders()).unchanged);
    const { rows } = await pool.query("select pg_database_size(current_database()) / 1e6 as megabytes");
    show({
      name: `${size} sessions: database after the ${sunday} Sunday`,
      ours: Number(rows[0].megabytes),
      unit: "MB",
    });
    clock.advance({ hours: 168 });
  }
  if (failures > 0) throw new Error(`${failures} failures were told`);
} finally {
  memory.end();
  await close();
  scratch.remove();
}

async function writeReminders() {
  return await generateMessages({ db, clock, school, minutesBefore: undefined, log, wake: async () => undefined });
}

/** Does a step for all sessions and shows what it took. */
async function step(name: string, work: () => Promise<number>): Promise<void> {
  await memory.most();
  const before = await memory.seconds();
  const done = await work();
  if (done !== size) throw new Error(`${name}: ${done} of ${size}`);
  show({ name: `${size} sessions: ${name}`, ours: (await memory.seconds()) - before, unit: "s" });
  const { all, app } = await memory.most();
  const limit = { of: "value", atMost: mostMegabytes } as const;
  show({ name: `${size} sessions: ${name}, app and database`, ours: all, unit: "MB", limit });
  show({ name: `${size} sessions: ${name}, of it the app`, ours: app, unit: "MB" });
}
