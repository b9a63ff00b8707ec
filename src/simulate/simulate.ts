import { systemClock } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";

import { effectsBetween, effectsSoFar, watchRefusals, type Effects } from "./effects.ts";
import { endure, healAll } from "./endure.ts";
import { handsAtNoon, handsOn, type Deed } from "./hands.ts";
import { journalOf } from "./journal.ts";
import type { Edit } from "./lines.ts";
import { SchoolYear } from "./school-year.ts";
import { Troubles, type Hour, type Trouble, type TroubleName } from "./troubles.ts";
import { Watch, type SeenBroken } from "./watch.ts";

/** Counted from Sunday. */
const wednesday = 3;

type Mode = "live" | "dry" | "test";

/** Where a simulated year is. */
export interface Moment {
  /** 1 is the first. */
  readonly week: number;
  readonly date: string;
  readonly hour: Hour;
}

/** One week of the simulated year, as it went. */
export interface SimulatedWeek {
  /** 1 is the first. */
  readonly week: number;
  readonly date: string;
  readonly edit: Edit;
  /** What people decided by hand, on Sunday and on Wednesday. */
  readonly deeds: readonly Deed[];
  /** Some weeks the school only tries things out. */
  readonly mode: Mode;
  readonly troubles: readonly Trouble[];
  /** How often each of them really met Carillon. */
  readonly effects: Effects;
  readonly crashes: number;
  readonly broken: readonly SeenBroken[];
  /** Real seconds. */
  readonly seconds: number;
}

/** The whole, for the summary. */
export interface SimulatedYear {
  readonly seed: number;
  readonly weeks: readonly SimulatedWeek[];
  readonly sessions: number;
  readonly meetings: number;
  readonly messages: number;
  readonly rankings: number;
  readonly runs: number;
  readonly crashes: number;
  /** How often each trouble really met Carillon. */
  readonly effects: Effects;
  /** Somebody ended it before its last week. */
  readonly isCutShort: boolean;
  readonly seconds: number;
  /** What the services and the database tell: the same for the same seed. */
  readonly journal: readonly string[];
}

/**
 * A school's weeks with everything that goes wrong, checked after each hour that matters, at each week's end and, as a
 * whole, at the end of the year.
 *
 * The same seed gives the same edits, people and troubles, and the same journal of what came of them. It
 * stops at the first broken promise.
 */
export async function simulate(options: {
  readonly folder: string;
  readonly weeks: number;
  readonly seed: number;
  readonly groups: number;
  readonly troubles: readonly TroubleName[];
  readonly logger: Logger;
  /** Aborted: the year ends where it is, and the week at hand does not count. */
  readonly signal?: AbortSignal;
  /** Told of each hour that is about to be lived. */
  readonly under?: (moment: Moment) => void;
  readonly tell: (week: SimulatedWeek) => void;
}): Promise<SimulatedYear> {
  const began = systemClock.now();
  watchRefusals();
  const year = await SchoolYear.open(options);
  const weeks: SimulatedWeek[] = [];
  const isCutShort = () => options.signal?.aborted === true;
  try {
    const watch = new Watch(year, year.start);
    const { under } = options;
    const life = { year, watch, under, troubles: new Troubles(options.troubles, year.random) };
    for (let number = 1; number <= options.weeks; number += 1) {
      const week = await unlessCut(options.signal, async () => await liveWeek(life, number, number === options.weeks));
      if (week === undefined) break;
      weeks.push(week);
      options.tell(week);
      if (week.broken.length > 0) break;
    }
    const count = async (table: string, where = "true") =>
      Number((await year.app.database.pool.query(`select count(*) as n from ${table} where ${where}`)).rows[0]?.n);
    return {
      seed: options.seed,
      weeks,
      sessions: await count("sessions"),
      meetings: await count("meetings"),
      messages: await count("messages", "state = 'sent'"),
      rankings: await count("rankings"),
      runs: await count("runs"),
      crashes: weeks.reduce((sum, week) => sum + week.crashes, 0),
      effects: await effectsSoFar(year),
      isCutShort: isCutShort(),
      seconds: secondsSince(began),
      journal: await journalOf(year.app, year.school),
    };
  } finally {
    await year.close();
  }
}

/** What comes of it; nothing when it stopped because somebody ended the year. */
async function unlessCut<T>(signal: AbortSignal | undefined, live: () => Promise<T>): Promise<T | undefined> {
  try {
    return await live();
  } catch (error) {
    if (signal?.aborted === true && error === signal.reason) return undefined;
    throw error;
  }
}

interface Life {
  readonly year: SchoolYear;
  readonly watch: Watch;
  readonly under: ((moment: Moment) => void) | undefined;
  readonly troubles: Troubles;
}

async function liveWeek(life: Life, number: number, isLast: boolean): Promise<SimulatedWeek> {
  const { year, watch } = life;
  const began = systemClock.now();
  const sunday = year.start
    .toZonedDateTimeISO("UTC")
    .startOfDay()
    .add({ days: 1 + 7 * (number - 1) });
  const mode = modeOf(number, year.random());
  await year.setMode(mode, sunday.add({ days: 6, hours: 23, minutes: 50 }).toInstant());
  const edit = number === 1 ? "nothing" : await year.editWorkbook();
  const troubles = life.troubles.deal();
  if (troubles.some((one) => one.name === "crash")) year.standby.prepare();
  const before = await effectsSoFar(year);
  const at = (day: number, hour: Hour) => troubles.filter((one) => one.day === day && one.hour === hour);
  const moment = (day: number, hours: number, minutes: number) => sunday.add({ days: day, hours, minutes }).toInstant();
  let crashes = 0;
  const broken: SeenBroken[] = [];
  const hour = async (day: number, name: Hour, hours: number) => {
    if (broken.length > 0) return;
    life.under?.({ week: number, date: sunday.add({ days: day }).toPlainDate().toString(), hour: name });
    crashes += (await endure(year, at(day, name), moment(day, hours, 0), moment(day, hours, 5))).crashes;
    broken.push(...(await watch.atOnce()));
  };

  await hour(0, "sunday", 0);
  await year.pass(moment(0, 1, 0));
  await year.liven();
  const deeds = [await handsOn(year, sunday.toPlainDate())];
  year.changePeople();
  for (let day = 0; day < 7; day += 1) {
    await hour(day, "morning", 8);
    if (day === wednesday && broken.length === 0) {
      await year.pass(moment(day, 12, 0));
      deeds.push(await handsAtNoon(year, sunday.toPlainDate().add({ days: day })));
    }
    await hour(day, "evening", 20);
  }
  if (broken.length === 0) {
    await healAll(year);
    await year.pass(moment(6, 23, 50));
    broken.push(...(await watch.whole(isLast ? year.start : moment(0, 1, 0))));
  }
  const effects = effectsBetween(before, await effectsSoFar(year));
  life.troubles.again(troubles.map((one) => one.name).filter((name) => effects[name] === 0));
  return {
    week: number,
    date: sunday.toPlainDate().toString(),
    edit,
    deeds: deeds.filter((deed) => deed !== "nothing"),
    mode,
    troubles,
    effects,
    crashes,
    broken,
    seconds: secondsSince(began),
  };
}

/** A school is live but for one week in ten; in its first it always is. */
function modeOf(week: number, roll: number): Mode {
  if (week === 1 || roll >= 0.12) return "live";
  return roll < 0.06 ? "dry" : "test";
}

function secondsSince(began: Temporal.Instant): number {
  return Math.round(began.until(systemClock.now()).total("milliseconds") / 100) / 10;
}
