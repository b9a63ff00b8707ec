import { openApp } from "#app";
import type { App } from "#app/parts.ts";
import { readConfig } from "#config";
import { listGroups } from "#features/roster/store.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";
import { passTime } from "#simulators/school-time.ts";
import { startSimulatedSchool, type SimulatedSchool } from "#simulators/simulated-school.ts";
import { seededRandom, type Random } from "#simulators/zoom/random.ts";

import { editLines, everyCoach, mailOf, newCourse, writeLines, type Edit, type SimulatedCourse } from "./lines.ts";
import { schoolTimeOf } from "./school-time-of.ts";

const zone = "Africa/Abidjan";
const audience = `${zone},Europe/Paris`;
/** A school year begins on the first Saturday of September, six minutes before its first week. */
const firstSaturday = "2025-09-06T23:54:00Z";
const studentsPerGroup = 6;

/** How long Carillon waits for a service here, in real milliseconds: a hanging one must not stop the year. */
const serviceTimeoutMs = 400;

/** The school whose year is simulated: its workbook, its people, its two services, and Carillon itself. */
export class SchoolYear {
  readonly school: SimulatedSchool;
  readonly folder: string;
  readonly start: Instant;
  /** What the child that will be killed needs to be the same Carillon. */
  readonly environment: Readonly<Record<string, string>>;
  readonly random: Random;
  readonly #logger: Logger;
  #courses: readonly SimulatedCourse[] = [];
  #made = 0;
  #app: App | undefined;

  private constructor(school: SimulatedSchool, folder: string, seed: number, logger: Logger) {
    this.school = school;
    this.folder = folder;
    this.start = Temporal.Instant.from(firstSaturday);
    this.random = seededRandom(seed);
    this.#logger = logger;
    this.environment = {
      ...school.settings,
      CARILLON_SCHOOL_NAME: "École simulée",
      CARILLON_BACKUPS: "0",
      CARILLON_AUDIENCE_ZONES: audience,
      CARILLON_WORKBOOK: this.workbook,
      TELEGRAM_ADMIN_CHAT_ID: "4200",
      PORT: "0",
    };
  }

  /** Starts the services and Carillon in an empty folder, with `groups` courses. Throws when Carillon does not start. */
  static async open(options: {
    readonly folder: string;
    readonly seed: number;
    readonly groups: number;
    readonly logger: Logger;
  }): Promise<SchoolYear> {
    const school = await startSimulatedSchool({
      start: Temporal.Instant.from(firstSaturday),
      zone,
      hosts: [...everyCoach().map(mailOf), "salle-1@demo.example", "salle-2@demo.example"],
      seed: options.seed,
      latencyMs: 0,
      paced: false,
      slowMs: 30,
    });
    const year = new SchoolYear(school, options.folder, options.seed, options.logger);
    for (let index = 0; index < options.groups; index += 1) {
      year.#courses = [...year.#courses, newCourse(year.#courses, year.#made, year.random)];
      year.#made += 1;
    }
    await writeLines(year.workbook, year.#courses);
    await year.openApp();
    return year;
  }

  /** The file that the school edits each week. */
  get workbook(): string {
    return `${this.folder}/emploi-du-temps.xlsx`;
  }

  /** Carillon; throws between a crash and the next start. */
  get app(): App {
    if (this.#app === undefined) throw new Error("Carillon is not running");
    return this.#app;
  }

  get now(): Instant {
    return this.school.clock.now();
  }

  /** Starts Carillon on what the folder holds, as after a crash. */
  async openApp(): Promise<void> {
    const config = readConfig(this.environment);
    if (!config.ok) throw new Error(config.failure.what.en);
    const opened = await openApp({
      config: config.value,
      dataFolder: this.folder,
      logger: this.#logger,
      role: "engine",
      clock: this.school.clock,
      serviceTimeoutMs,
    });
    if (!opened.ok) throw new Error(`${opened.failure.what.en} ${opened.failure.cause ?? ""}`);
    this.#app = opened.value;
  }

  /** Ends Carillon in order; its database server stays while another process uses it. */
  async closeApp(): Promise<void> {
    const app = this.app;
    this.#app = undefined;
    await app.close();
  }

  /** Lets time pass with all that it brings. */
  async pass(until: Instant): Promise<void> {
    const { app, school } = this;
    await passTime(schoolTimeOf(app, school), until);
  }

  /** The school's hand on its workbook, once a week. */
  async editWorkbook(): Promise<Edit> {
    const { courses, edit } = editLines(this.#courses, this.#made, this.random);
    if (courses.length > this.#courses.length) this.#made += 1;
    this.#courses = courses;
    await writeLines(this.workbook, courses);
    return edit;
  }

  /** New groups get their students; everybody chats through the coming week. */
  async liven(): Promise<void> {
    const { cast } = this.school;
    const groups = (await listGroups(this.app.database.db)).filter((group) => group.active);
    cast.enrol(groups, studentsPerGroup);
    cast.scriptChats(this.now, 7);
  }

  /** Chat ids of the groups that have students, in a steady order. */
  groupChats(): readonly string[] {
    return this.school.cast.chatIds();
  }

  async close(): Promise<void> {
    if (this.#app !== undefined) await this.closeApp();
    await this.school.close();
  }
}

/** The later of two instants. */
export function later(a: Instant, b: Instant): Instant {
  return isBefore(a, b) ? b : a;
}
