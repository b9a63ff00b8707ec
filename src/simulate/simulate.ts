import { systemClock, type Instant } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";

import { endure, healAll } from "./endure.ts";
import { handsOn, type Deed } from "./hands.ts";
import { brokenPromises, type Broken, type Evidence } from "./invariants.ts";
import { journalOf } from "./journal.ts";
import type { Edit } from "./lines.ts";
import { audience, SchoolYear, testChat } from "./school-year.ts";
import { troublesOfWeek, type Hour, type Trouble, type TroubleName } from "./troubles.ts";

type Mode = "live" | "dry" | "test";

/** One week of the simulated year, as it went. */
export interface SimulatedWeek {
  /** 1 is the first. */
  readonly week: number;
  readonly date: string;
  readonly edit: Edit;
  /** What people decided by hand. */
  readonly deed: Deed;
  /** Some weeks the school only tries things out. */
  readonly mode: Mode;
  readonly troubles: readonly Trouble[];
  readonly crashes: number;
  readonly broken: readonly Broken[];
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
  readonly seconds: number;
  /** What the services and the database tell: the same for the same seed. */
  readonly journal: readonly string[];
}

/**
 * A school's weeks with everything that goes wrong, checked at each week's end.
 *
 * The same seed gives the same edits, people and troubles, and the same journal of what came of them. It stops at the first week with a broken promise.
 */
export async function simulate(options: {
  readonly folder: string;
  readonly weeks: number;
  readonly seed: number;
  readonly groups: number;
  readonly troubles: readonly TroubleName[];
  readonly logger: Logger;
  readonly tell: (week: SimulatedWeek) => void;
}): Promise<SimulatedYear> {
  const began = systemClock.now();
  const year = await SchoolYear.open(options);
  const weeks: SimulatedWeek[] = [];
  try {
    for (let number = 1; number <= options.weeks; number += 1) {
      const week = await liveWeek(year, number, options.troubles);
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
      seconds: secondsSince(began),
      journal: await journalOf(year.app, year.school),
    };
  } finally {
    await year.close();
  }
}

async function liveWeek(year: SchoolYear, number: number, allowed: readonly TroubleName[]): Promise<SimulatedWeek> {
  const began = systemClock.now();
  const sunday = year.start
    .toZonedDateTimeISO("UTC")
    .startOfDay()
    .add({ days: 1 + 7 * (number - 1) });
  const mode = modeOf(number, year.random());
  await year.setMode(mode, sunday.add({ days: 6, hours: 23, minutes: 50 }).toInstant());
  const edit = number === 1 ? "nothing" : await year.editWorkbook();
  const troubles = troublesOfWeek(allowed, year.random);
  if (troubles.some((one) => one.name === "crash")) year.standby.prepare();
  const at = (day: number, hour: Hour) => troubles.filter((one) => one.day === day && one.hour === hour);
  const moment = (day: number, hours: number, minutes: number) => sunday.add({ days: day, hours, minutes }).toInstant();
  let crashes = 0;
  const hour = async (day: number, name: Hour, hours: number) => {
    crashes += (await endure(year, at(day, name), moment(day, hours, 0), moment(day, hours, 5))).crashes;
  };

  await hour(0, "sunday", 0);
  await year.pass(moment(0, 1, 0));
  await year.liven();
  const deed = await handsOn(year, sunday.toPlainDate());
  year.changePeople();
  for (let day = 0; day < 7; day += 1) {
    await hour(day, "morning", 8);
    await hour(day, "evening", 20);
  }
  await healAll(year);
  await year.pass(moment(6, 23, 50));
  const broken = await brokenPromises(year.app, evidenceOf(year, moment(0, 1, 0)));
  return {
    week: number,
    date: sunday.toPlainDate().toString(),
    edit,
    deed,
    mode,
    troubles,
    crashes,
    broken,
    seconds: secondsSince(began),
  };
}

/** What can be compared now, about what began after `from`. */
export function evidenceOf(year: SchoolYear, from: Instant): Evidence {
  const { school, workbooks, rehearsals } = year;
  return {
    received: school.telegram.ledger.all(),
    meetings: school.zoom.ledger.meetings(),
    workbooks,
    rehearsals,
    zones: audience,
    testChat,
    from,
    until: year.now,
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
