import { say } from "#lib/bilingual.ts";

import { troubleNames } from "../simulate/troubles.ts";

import { attendance } from "./attendance.ts";
import { announce } from "./announce.ts";
import { audit } from "./audit.ts";
import { backup } from "./backup.ts";
import { badges } from "./badges.ts";
import { calendars } from "./calendars.ts";
import type { Command } from "./command.ts";
import { courses } from "./courses.ts";
import { contests } from "./contests.ts";
import { doctor } from "./doctor.ts";
import { exportCommand } from "./export.ts";
import { groups } from "./groups.ts";
import { exceptions } from "./exceptions.ts";
import { help } from "./help.ts";
import { identities } from "./identities.ts";
import { holidays } from "./holidays.ts";
import { importCommand } from "./import.ts";
import { imports } from "./imports.ts";
import { logs } from "./logs.ts";
import { points } from "./points.ts";
import { rankings } from "./rankings.ts";
import { restore } from "./restore.ts";
import { mapping } from "./mapping.ts";
import { meetings } from "./meetings.ts";
import { messages } from "./messages.ts";
import { run } from "./run.ts";
import { runs } from "./runs.ts";
import { scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { sessions } from "./sessions.ts";
import { settings } from "./settings.ts";
import { sheets } from "./sheets.ts";
import { start } from "./start.ts";
import { watch } from "./watch.ts";
import { templates } from "./templates.ts";
import { students } from "./students.ts";

/** The demo loads the simulators, which no other command may know: hence only when it is asked for. */
const demo: Command = {
  name: "demo",
  summary: say(
    "Montre une semaine d'école sur une horloge simulée, sans compte ni réglage.",
    "Shows a school's week on a simulated clock, without account or setting.",
  ),
  usage: ["demo [--once]"],
  options: {
    once: {
      type: "boolean",
      about: say("S'arrête à la fin de la semaine.", "Ends after the week."),
    },
  },
  words: { least: 0, most: 0 },
  run: async (context) => {
    const module = await import("./demo.ts");
    return await module.demo(context);
  },
};

const faultNames = troubleNames.map((name) => name.replaceAll(" ", "-")).join(", ");

/** Loads the simulators too, so only when it is asked for. */
const simulate: Command = {
  name: "simulate",
  summary: say(
    "Fait vivre des semaines d'école avec des pannes, et vérifie chaque promesse.",
    "Lives through school weeks with faults, and checks every promise.",
  ),
  details: say(
    `Pannes : ${faultNames}. Une promesse rompue arrête l'année (code 1) et dit la graine, la semaine, la ligne et le moment où elle fut vue ; la même graine la montre de nouveau. --data prend un dossier vide. Avec --json, les semaines passent sur la sortie d'erreur, puis {seed, weeks: [{week, date, mode, edit, deeds, troubles, effects, crashes, broken: [{promise, row, seenAt}], seconds}], sessions, meetings, messages, rankings, runs, crashes, effects, isCutShort, seconds}.`,
    `Faults: ${faultNames}. A broken promise ends the year (code 1) and tells seed, week, row and the moment it was seen; the same seed shows it again. --data takes an empty folder. With --json the weeks go to standard error, then {seed, weeks: [{week, date, mode, edit, deeds, troubles, effects, crashes, broken: [{promise, row, seenAt}], seconds}], sessions, meetings, messages, rankings, runs, crashes, effects, isCutShort, seconds}.`,
  ),
  usage: ["simulate [--weeks N] [--seed N] [--faults all|none|LIST] [--groups N]"],
  options: {
    weeks: {
      type: "string",
      value: "N",
      about: say("Nombre de semaines ; 4 par défaut.", "Number of weeks; 4 by default."),
    },
    seed: {
      type: "string",
      value: "N",
      about: say(
        "La même graine donne la même année ; 1 par défaut.",
        "The same seed gives the same year; 1 by default.",
      ),
    },
    faults: {
      type: "string",
      value: "LIST",
      about: say("all, none, ou des noms séparés par des virgules.", "all, none, or names separated by commas."),
    },
    groups: {
      type: "string",
      value: "N",
      about: say(
        "Nombre de cours, deux lignes chacun ; 13 par défaut.",
        "Number of courses, two lines each; 13 by default.",
      ),
    },
  },
  words: { least: 0, most: 0 },
  run: async (context) => {
    const module = await import("./simulate.ts");
    return await module.simulateCommand(context);
  },
};

/** Every command, in the order of help: parsing, help and suggestions all read this table. */
export const commands: readonly Command[] = [
  demo,
  start,
  watch,
  announce,
  importCommand,
  mapping,
  imports,
  exportCommand,
  calendars,
  courses,
  sessions,
  exceptions,
  holidays,
  run,
  runs,
  logs,
  messages,
  templates,
  scenarios,
  groups,
  meetings,
  students,
  identities,
  scenario,
  attendance,
  points,
  contests,
  rankings,
  badges,
  sheets,
  settings,
  audit,
  backup,
  restore,
  doctor,
  simulate,
  help,
];
