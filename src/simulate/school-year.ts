import { openApp } from "#app";
import type { App } from "#app/parts.ts";
import { readConfig } from "#config";
import { listGroups } from "#features/roster/store.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { drawIdsFrom } from "#lib/ids.ts";
import type { Logger } from "#lib/logger.ts";
import { nextSlot } from "#features/scenarios/next-slot.ts";
import type { PicturePort } from "#features/rankings/ports.ts";
import { startSimulatedSchool, type SimulatedSchool } from "#simulators/simulated-school.ts";
import { Turnstile } from "#simulators/turnstile.ts";
import { seededRandom, type Random } from "#simulators/zoom/random.ts";

import type { ByHand } from "./by-hand.ts";
import type { Crash } from "./delivery-promises.ts";
import type { Rehearsal } from "./invariants.ts";
import type { SpentDay } from "./meeting-promises.ts";
import type { Lines } from "./school-hours.ts";
import { openDoor, type Door } from "./webhook-door.ts";
import { editLines, everyCoach, mailOf, newCourse, writeLines, type Edit, type SimulatedCourse } from "./lines.ts";
import { openSparingPainter } from "./sparing-painter.ts";
import { Standby } from "./standby.ts";
import { lookAround, passSteadily, type Services, type Steady } from "./steady-time.ts";
import { askedOnce, watchedPictures, watchMoves } from "./stillness.ts";
import { openYearDatabase } from "./year-database.ts";

const zone = "Africa/Abidjan";
/** Zones whose clocks change on different days, and one whose clock never does. */
export const audience: readonly string[] = [zone, "Europe/Paris", "America/Toronto"];
/** Where everything goes while the school tries things out. */
export const testChat = "-1009990001111";
/** A school year begins on the first Saturday of September, six minutes before its first week. */
const firstSaturday = "2025-09-06T23:54:00Z";
const studentsPerGroup = 6;
const adminChat = "4200";
const webhookSecret = "simulated-webhooks";

/** Real milliseconds: a service that hangs is cut as soon as nothing else moves, so nobody waits as long as this. */
export const serviceTimeoutMs = 120_000;

interface YearOptions {
  readonly folder: string;
  readonly seed: number;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** The school whose year is simulated: its workbook, its people, its two services, and Carillon itself. */
export class SchoolYear {
  readonly school: SimulatedSchool;
  readonly folder: string;
  readonly start: Instant;
  /** Aborted when somebody ends the year before its time. */
  readonly signal: AbortSignal | undefined;
  /** What the child that will be killed needs to be the same Carillon. */
  environment: Readonly<Record<string, string>>;
  /** What the workbook held, since when. */
  readonly workbooks: Lines[] = [];
  /** Times in which the school was not live; the last one may still go on. */
  readonly rehearsals: Rehearsal[] = [];
  /** What people decided about the hours of classes. */
  readonly byHand: ByHand[] = [];
  /** Accounts of which Zoom took no change any more on a day, because of others. */
  readonly spent: SpentDay[] = [];
  /** Every time that Carillon was killed. */
  readonly crashes: Crash[] = [];
  /** How often the clock has jumped, and the database server came back from its death. */
  jumps = 0;
  restarts = 0;
  readonly random: Random;
  readonly turnstile: Turnstile;
  /** Who is killed next. */
  readonly standby = new Standby();
  readonly pictures: PicturePort = watchedPictures(openSparingPainter());
  readonly #logger: Logger;
  readonly #door: Door;
  #courses: readonly SimulatedCourse[] = [];
  #made = 0;
  #app: App | undefined;

  private constructor(
    school: SimulatedSchool,
    turnstile: Turnstile,
    door: Door,
    { folder, seed, logger, signal }: YearOptions,
  ) {
    this.turnstile = turnstile;
    this.#door = door;
    this.school = school;
    this.folder = folder;
    this.signal = signal;
    this.start = Temporal.Instant.from(firstSaturday);
    this.random = seededRandom(seed);
    this.#logger = logger;
    this.environment = {
      ...school.settings,
      CARILLON_SCHOOL_NAME: "École simulée",
      CARILLON_BACKUPS: "0",
      CARILLON_AUDIENCE_ZONES: audience.join(","),
      CARILLON_WORKBOOK: this.workbook,
      TELEGRAM_ADMIN_CHAT_ID: adminChat,
      CARILLON_MODE: "live",
      CARILLON_TEST_CHAT_ID: testChat,
      ZOOM_WEBHOOK_SECRET: webhookSecret,
      PORT: "0",
    };
  }

  /** Starts the services and Carillon in an empty folder, with `groups` courses. Throws when Carillon does not start. */
  static async open(options: YearOptions & { readonly groups: number }): Promise<SchoolYear> {
    watchMoves();
    drawIdsFrom(seededRandom(options.seed + 1_000));
    const turnstile = new Turnstile();
    const school = await startSimulatedSchool({
      start: Temporal.Instant.from(firstSaturday),
      zone,
      hosts: [...everyCoach().map(mailOf), "salle-1@demo.example", "salle-2@demo.example"],
      seed: options.seed,
      latencyMs: 0,
      paced: false,
      turnstile,
    });
    school.telegram.world.addGroup({ chatId: adminChat, title: "Directrice" });
    school.telegram.world.addGroup({ chatId: testChat, title: "Essais" });
    const year = new SchoolYear(school, turnstile, await openDoor(), options);
    for (let index = 0; index < options.groups; index += 1) {
      year.#courses = [...year.#courses, newCourse(year.#courses, year.#made, year.random)];
      year.#made += 1;
    }
    await year.#write();
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
    const { clock } = this.school;
    const opened = await openApp({
      config: config.value,
      dataFolder: this.folder,
      logger: this.#logger,
      role: "engine",
      clock,
      database: await openYearDatabase({ folder: this.folder, clock, logger: this.#logger }),
      serviceTimeoutMs,
      pictures: this.pictures,
    });
    if (!opened.ok) throw new Error(`${opened.failure.what.en} ${opened.failure.cause ?? ""}`);
    this.#app = opened.value;
    this.#door.leadTo(opened.value, this.#logger);
    await this.lookAround();
  }

  /** Ends Carillon in order; its database server stays while another process uses it. */
  async closeApp(): Promise<void> {
    const app = this.app;
    this.#app = undefined;
    this.#door.shut();
    await app.close();
  }

  /** Lets time pass with all that it brings. Throws the signal's reason when somebody has ended the year. */
  async pass(until: Instant): Promise<void> {
    this.signal?.throwIfAborted();
    await passSteadily(this.#steady(), until);
  }

  /** Lets the queue see what a start or a jump has missed. */
  async lookAround(): Promise<void> {
    await lookAround(this.#steady());
  }

  /** Zoom tells from now on who comes and goes; throws when Carillon does not prove that it holds the secret. */
  async hearZoom(): Promise<void> {
    const isProved = await this.school.zoom.controls.webhooks.subscribe({
      url: `${this.#door.address}/webhooks/zoom`,
      secret: webhookSecret,
    });
    if (!isProved) throw new Error("Carillon did not prove its address to Zoom");
  }

  /** What Carillon's requests meet. */
  services(): Services {
    const { school, turnstile } = this;
    const { updates } = school.telegram;
    return {
      held: () => turnstile.held() + (updates.isPolled() ? 1 : 0),
      release: () => turnstile.release(),
      cut: () => turnstile.cut(),
      isUnheard: () => updates.pending().length > 0,
    };
  }

  #steady(): Steady {
    const { app, school } = this;
    const { clock, cast } = school;
    const { engine, database } = app;
    const { timeZone } = app.config.school;
    const now = () => clock.now();
    return {
      clock,
      engine: { busy: () => engine.busy(), pending: askedOnce(now, async () => await engine.pending()) },
      services: this.services(),
      signal: this.signal,
      cast,
      tellLate: async () => void (await this.school.zoom.controls.webhooks.deliver()),
      nextSlot: askedOnce(now, async () => await nextSlot({ db: database.db, zone: timeZone, now: now() })),
    };
  }

  /** The school's hand on its workbook, once a week. */
  async editWorkbook(): Promise<Edit> {
    const { courses, edit } = editLines(this.#courses, this.#made, this.random);
    if (courses.length > this.#courses.length) this.#made += 1;
    this.#courses = courses;
    await this.#write();
    return edit;
  }

  /** The courses of the workbook as it is. */
  get courses(): readonly SimulatedCourse[] {
    return this.#courses;
  }

  async #write(): Promise<void> {
    await writeLines(this.workbook, this.#courses);
    this.workbooks.push({ from: this.now, courses: this.#courses });
  }

  /** From now on the school is live, or only tries things out; `until` is when it will be live again. */
  async setMode(mode: "live" | Rehearsal["kind"], until: Instant): Promise<void> {
    if (mode === this.environment["CARILLON_MODE"]) return;
    await this.closeApp();
    this.environment = { ...this.environment, CARILLON_MODE: mode };
    if (mode !== "live") this.rehearsals.push({ kind: mode, from: this.now, until });
    await this.openApp();
  }

  /** In some groups people come, go and take other names. */
  changePeople(): void {
    for (const chatId of this.groupChats()) if (this.random() < 0.25) this.school.cast.change(chatId);
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
    this.standby.close();
    await this.pictures.close();
    await this.#door.close();
    await this.school.close();
  }
}

/** The later of two instants. */
export function later(a: Instant, b: Instant): Instant {
  return isBefore(a, b) ? b : a;
}
