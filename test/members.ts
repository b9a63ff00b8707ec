import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { openApp } from "#app";
import type { App } from "#app/parts.ts";
import { readConfig } from "#config";
import { listGroups } from "#features/roster/store.ts";
import { isBefore, systemClock, type Instant } from "#lib/clock.ts";
import { openLogger } from "#lib/logger.ts";
import { startSimulatedSchool, type SimulatedSchool } from "#simulators/simulated-school.ts";
import { seededRandom } from "#simulators/telegram/faults.ts";

import { newCourse, writeLines, type SimulatedCourse } from "../src/simulate/lines.ts";
import type { Order, Word } from "./member-process.ts";
import { folderIn, scratchFolder } from "./scratch.ts";

const ownProgram = fileURLToPath(new URL("./member-process.ts", import.meta.url));

/** One of the processes. */
export interface Member {
  readonly name: string;
  readonly mode: "web" | "worker" | "all";
  readonly process: ChildProcess;
  /** The page's address, where it has one. */
  readonly address: string | undefined;
  /** How many jobs it worked on when it last answered. */
  busy: number;
}

/** A school whose Carillon is several processes on one database, all led by one clock. */
export interface Members {
  readonly school: SimulatedSchool;
  /** What its workbook holds: thirteen courses, two classes a week each. */
  readonly courses: readonly SimulatedCourse[];
  /** Our own look at the database: a client that runs nothing. */
  readonly app: App;
  /** Those that live. */
  readonly alive: () => readonly Member[];
  /** Starts one; a failure's code when it refuses to start. `program` runs another version of Carillon. */
  start(
    mode: Member["mode"],
    options?: { readonly program?: string; readonly settings?: Settings },
  ): Promise<Member | string>;
  /** `kill -9`. */
  kill(member: Member): Promise<void>;
  /** Ends one in order. */
  stop(member: Member): Promise<void>;
  /** Has a member ask for a run by hand. */
  request(member: Member, scenario: string): Promise<void>;
  /** Lets seconds pass one by one, for all; `between` happens after each. */
  pass(seconds: number, between?: () => Promise<void>): Promise<void>;
  /** Nobody notices anything until then, as in a quiet night. */
  jumpTo(instant: Instant): Promise<void>;
  /** Lets people live until now, and time pass until all they said was heard. */
  hear(): Promise<void>;
  /** Lets time pass until nobody is at work and no job waits. */
  settle(between?: () => Promise<void>): Promise<void>;
  /** How many requests the two services have had. */
  requests(): number;
  close(): Promise<void>;
}

/** The zones in which its groups are told the time. */
export const audience: readonly string[] = ["Africa/Abidjan", "Europe/Paris", "America/Toronto"];

function drawCourses(seed: number): readonly SimulatedCourse[] {
  const random = seededRandom(seed);
  const courses: SimulatedCourse[] = [];
  while (courses.length < 13) courses.push(newCourse(courses, courses.length, random));
  return courses;
}

type Settings = Readonly<Record<string, string>>;

/** Opens the school on an empty database; nobody runs yet. */
export async function openMembers({
  databaseUrl,
  start,
  seed,
  latencyMs = 4,
}: {
  readonly databaseUrl: string;
  readonly start: string;
  readonly seed: number;
  readonly latencyMs?: number;
}): Promise<Members> {
  const scratch = await scratchFolder();
  const workbook = join(scratch.path, "school.xlsx");
  const courses = drawCourses(seed);
  await writeLines(workbook, courses);
  const school = await startSimulatedSchool({
    start: Temporal.Instant.from(start),
    zone: "Africa/Abidjan",
    hosts: ["pool-1@demo.example", "pool-2@demo.example", "pool-3@demo.example"],
    seed,
    latencyMs,
    paced: false,
  });
  const settings: Settings = {
    ...school.settings,
    CARILLON_WORKBOOK: workbook,
    CARILLON_AUDIENCE_ZONES: audience.join(","),
    CARILLON_BACKUPS: "0",
    CARILLON_SCENARIO_STANDBY: "off",
    DATABASE_URL: databaseUrl,
    PORT: "0",
  };
  const app = await openClient(settings, school, scratch.path);
  const { clock } = school;
  const members = new Set<Member>();
  let started = 0;

  async function order(member: Member, given: Order): Promise<void> {
    const word = await ask(member.process, given);
    if (word === undefined) members.delete(member);
    else member.busy = word.busy ?? 0;
  }
  const all = async (given: Order) => await Promise.all([...members].map(async (member) => await order(member, given)));

  async function pass(seconds: number, between?: () => Promise<void>): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await clock.pass(1_000);
      await all({ kind: "pass", ms: 1_000 });
      await between?.();
    }
  }

  async function jumpTo(instant: Instant): Promise<void> {
    if (!isBefore(clock.now(), instant)) return;
    await clock.jumpTo(instant);
    await all({ kind: "jump", to: instant.toString() });
  }

  return {
    school,
    courses,
    app,
    alive: () => [...members],
    async start(mode, options = {}) {
      const number = (started += 1);
      const folder = folderIn(scratch.path, `member-${number}`, 0o700);
      const child = spawn(process.execPath, [options.program ?? ownProgram, folder, clock.now().toString()], {
        env: { PATH: process.env["PATH"], ...settings, PROCESS_MODE: mode, ...options.settings },
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
      const word = await answerOf(child);
      if (word?.kind !== "ready") return word?.failure ?? "ended";
      const member = { name: `${mode}-${number}`, mode, process: child, address: word.address, busy: 0 };
      members.add(member);
      return member;
    },
    async kill(member) {
      members.delete(member);
      const gone = once(member.process, "exit");
      member.process.kill("SIGKILL");
      await gone;
    },
    async stop(member) {
      members.delete(member);
      const gone = once(member.process, "exit");
      member.process.send({ kind: "stop" } satisfies Order);
      // What it waits for on its clock goes on: the others' time does too.
      while (member.process.exitCode === null && member.process.signalCode === null) {
        await Promise.race([gone, systemClock.sleep(20)]);
      }
    },
    request: async (member, scenario) => await order(member, { kind: "run", scenario }),
    pass,
    jumpTo,
    async hear() {
      school.cast.play(clock.now());
      // Whoever listens may be dead: the turn passes on within some seconds of this clock.
      while (school.telegram.updates.pending().length > 0) await pass(1);
    },
    async settle(between) {
      for (let looks = 1; ; looks += 1) {
        await all({ kind: "pass", ms: 0 });
        const { open, nextAt } = await app.engine.pending();
        if (open === 0 && [...members].every((member) => member.busy === 0)) {
          // A job that was cut off comes back within a minute, a step that could not reach a service after five.
          if (nextAt === undefined || !isBefore(nextAt, clock.now().add({ minutes: 6 }))) return;
          await jumpTo(nextAt);
        }
        await between?.();
        if (looks % 5 === 0) await pass(1, between);
        else await systemClock.sleep(5);
      }
    },
    requests: () =>
      [...school.zoom.ledger.requests().values()].reduce((sum, count) => sum + count, 0) +
      school.telegram.ledger.all().length,
    async close() {
      for (const member of members) member.process.kill("SIGKILL");
      await app.close();
      await school.close();
      scratch.remove();
    },
  };
}

async function openClient(settings: Settings, school: SimulatedSchool, dataFolder: string): Promise<App> {
  const config = readConfig(settings);
  if (!config.ok) throw new Error(config.failure.what.en);
  const opened = await openApp({
    config: config.value,
    dataFolder,
    logger: openLogger("silent"),
    role: "client",
    clock: school.clock,
  });
  if (!opened.ok) throw new Error(`${opened.failure.what.en} ${opened.failure.cause ?? ""}`);
  return opened.value;
}

/** Makes Telegram groups of all that the timetable names, with students who talk. */
export async function enrol({ app, school }: Members, studentsPerGroup: number): Promise<void> {
  school.cast.enrol(await listGroups(app.database.db), studentsPerGroup);
}

/** The next word; undefined when the process ended instead. */
async function answerOf(child: ChildProcess): Promise<Word | undefined> {
  if (child.exitCode !== null || child.signalCode !== null) return undefined;
  const heard = new AbortController();
  const { signal } = heard;
  try {
    return await Promise.race([
      once(child, "message", { signal }).then(([word]) => word as Word),
      once(child, "exit", { signal }).then(() => undefined),
    ]);
  } finally {
    heard.abort();
  }
}

async function ask(child: ChildProcess, order: Order): Promise<Word | undefined> {
  if (!child.connected) return undefined;
  const answer = answerOf(child);
  child.send(order, () => undefined);
  return await answer;
}
