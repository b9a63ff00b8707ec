import { readWorkbook } from "#adapters/excel/read-workbook.ts";
import { openApp } from "#app";
import type { App } from "#app/parts.ts";
import { readConfig } from "#config";
import { listGroups } from "#features/roster/store.ts";
import { readTimetable } from "#features/timetable/rules.ts";
import type { Language } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";
import { passTime } from "#simulators/school-time.ts";
import { startSimulatedSchool, type SimulatedSchool } from "#simulators/simulated-school.ts";

import { schoolTimeOf } from "./school-time-of.ts";

/** The demo school keeps its days here; its students read their times here and in Paris. */
export const demoZone = "Africa/Abidjan";
const audience = `${demoZone},Europe/Paris`;
/** The Saturday before Europe's clocks go forward: the workbook's column for France is wrong all this week. */
export const springSaturday = Temporal.Instant.from("2026-03-28T23:54:00Z");
const days = 7;
const seed = 7;
const studentsPerGroup = 9;
const poolHosts = ["salle-1@demo.example", "salle-2@demo.example"];

/** A demo that is running. */
export interface Demo {
  readonly app: App;
  readonly school: SimulatedSchool;
  readonly workbook: string;
  readonly start: Temporal.Instant;
  readonly end: Temporal.Instant;
  close(): Promise<void>;
}

/** What a school settles itself. */
export function demoSettings(language: Language): Readonly<Record<string, string>> {
  return {
    CARILLON_SCHOOL_NAME: "École de démonstration",
    CARILLON_LANGUAGE: language,
    CARILLON_AUDIENCE_ZONES: audience,
  };
}

/** Opens the demo school in an empty folder: its workbook, its simulators, and Carillon itself. */
export async function openDemo({
  folder,
  logger,
  latencyMs,
  start,
  settings,
}: {
  readonly folder: string;
  readonly logger: Logger;
  /** Real milliseconds before each answer of Zoom and Telegram. */
  readonly latencyMs: number;
  /** A Saturday evening, a moment before the school's week begins. */
  readonly start: Instant;
  /** What its machine fixes, beside what leads to the simulators. */
  readonly settings: Readonly<Record<string, string>>;
}): Promise<Result<Demo>> {
  const workbook = `${folder}/emploi-du-temps.xlsx`;
  await writeDemoWorkbook(workbook, { seed });
  const school = await startSimulatedSchool({
    start,
    zone: demoZone,
    hosts: [...(await coachesOf(workbook, start)), ...poolHosts],
    seed,
    latencyMs,
  });
  const config = readConfig({ ...school.settings, CARILLON_WORKBOOK: workbook, PORT: "0", ...settings });
  const app = config.ok
    ? await openApp({ config: config.value, dataFolder: folder, logger, role: "engine", clock: school.clock })
    : config;
  if (!app.ok) {
    await school.close();
    return app;
  }
  return ok({
    app: app.value,
    school,
    workbook,
    start,
    end: start
      .toZonedDateTimeISO(demoZone)
      .startOfDay()
      .add({ days: days + 1 })
      .toInstant(),
    async close() {
      await app.value.close();
      await school.close();
    },
  });
}

/** Lives through the week; `afterMoment` is called at each hour that a school would look at. */
export async function liveTheWeek(
  demo: Demo,
  afterMoment: (moment: Temporal.ZonedDateTime) => Promise<void>,
): Promise<void> {
  await liveUntil(demo, demo.end.subtract({ minutes: 5 }), { afterMoment });
}

/** Lives from the demo's start until an instant, hour by hour that a school would look at. */
export async function liveUntil(
  demo: Demo,
  until: Instant,
  {
    afterMoment,
    chatDays = days,
  }: {
    /** May throw to end it there. */
    readonly afterMoment: (moment: Temporal.ZonedDateTime) => Promise<void>;
    /** On how many days its people chat. */
    readonly chatDays?: number;
  },
): Promise<void> {
  const { app, school } = demo;
  const time = schoolTimeOf(app, school);
  const sunday = demo.start.toZonedDateTimeISO(demoZone).startOfDay().add({ days: 1 });
  const pass = async (moment: Temporal.ZonedDateTime) => {
    if (!isBefore(moment.toInstant(), until)) return;
    await passTime(time, moment.toInstant());
    await afterMoment(moment);
  };

  await pass(sunday.add({ minutes: 5 }));
  // The groups that the workbook names exist in Telegram, with their students in them.
  school.cast.enrol(await listGroups(app.database.db), studentsPerGroup);
  const daysLived = Math.ceil(demo.start.until(until).total("days"));
  school.cast.scriptChats(school.clock.now(), chatDays);
  for (let day = 0; day < daysLived; day += 1) {
    await pass(sunday.add({ days: day, hours: 8, minutes: 5 }));
    await pass(sunday.add({ days: day, hours: 20, minutes: 5 }));
  }
  await passTime(time, until);
}

async function coachesOf(path: string, at: Temporal.Instant): Promise<readonly string[]> {
  const workbook = await readWorkbook({ path });
  const config = readConfig({ CARILLON_TIME_ZONE: demoZone });
  if (!workbook.ok || !config.ok) return [];
  const today = at.toZonedDateTimeISO(demoZone).toPlainDate();
  const reading = readTimetable(workbook.value, { school: config.value.school, today });
  if (!reading.ok) return [];
  return [
    ...new Set(reading.value.entries.flatMap((entry) => (entry.coachEmail === undefined ? [] : [entry.coachEmail]))),
  ];
}
