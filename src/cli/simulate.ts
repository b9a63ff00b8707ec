import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { say } from "#lib/bilingual.ts";

import { simulate, type SimulatedWeek, type SimulatedYear } from "../simulate/simulate.ts";
import { troubleNames, type TroubleName } from "../simulate/troubles.ts";
import { textValue, type CommandContext, type ExitCode } from "./command.ts";

/** `carillon simulate`: a school's weeks on the simulators, with what goes wrong, checked at each week's end. */
export async function simulateCommand(context: CommandContext): Promise<ExitCode> {
  // pg 8.23 warns of a way of queueing statements that pg-boss uses on a simulated clock only.
  process.noDeprecation = true;
  const weeks = wholeNumber(context, "weeks", 4);
  const seed = wholeNumber(context, "seed", 1);
  const groups = wholeNumber(context, "groups", 13);
  const troubles = troublesOf(textValue(context, "faults") ?? "all");
  if (weeks === undefined || seed === undefined || groups === undefined || troubles === undefined) {
    return context.fail(wrongOptions());
  }
  const config = await context.config();
  if (!config.ok) return context.fail(config.failure);
  const logger = await context.logger(config.value);
  const given = textValue(context, "data");
  const folder = given ?? (await mkdtemp(join(tmpdir(), "carillon-simulate-")));
  try {
    const year = await simulate({
      folder,
      weeks,
      seed,
      groups,
      troubles,
      logger,
      tell: (week) => tellWeek(context, seed, week),
    });
    const { journal: _, ...figures } = year;
    if (context.json) context.terminal.json(figures);
    else tellYear(context, year);
    return year.weeks.some((week) => week.broken.length > 0) ? 1 : 0;
  } finally {
    if (given === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function tellWeek({ terminal, text, json }: CommandContext, seed: number, week: SimulatedWeek): void {
  const names = [...new Set(week.troubles.map((one) => one.name))].join(", ");
  const line = `${String(week.week).padStart(2)}  ${week.date}  ${week.mode.padEnd(4)}  ${week.edit.padEnd(12)}  ${week.deed.padEnd(10)}  ${String(week.seconds).padStart(5)} s  ${names}`;
  if (json) terminal.say(line);
  else terminal.print(line);
  for (const { promise, row } of week.broken) {
    const told = say(
      `✗ promesse rompue (graine ${seed}, semaine ${week.week}) : ${promise} : ${row}`,
      `✗ broken promise (seed ${seed}, week ${week.week}): ${promise}: ${row}`,
    );
    (json ? terminal.say : terminal.print)(text(told));
  }
}

function tellYear({ terminal, text }: CommandContext, year: SimulatedYear): void {
  terminal.print(
    text(
      say(
        `\n${year.weeks.length} semaines en ${year.seconds} s : ${year.sessions} séances, ${year.meetings} réunions, ${year.messages} messages, ${year.rankings} classements, ${year.runs} exécutions, ${year.crashes} arrêts brutaux.`,
        `\n${year.weeks.length} weeks in ${year.seconds} s: ${year.sessions} sessions, ${year.meetings} meetings, ${year.messages} messages, ${year.rankings} rankings, ${year.runs} runs, ${year.crashes} crashes.`,
      ),
    ),
  );
  if (year.weeks.every((week) => week.broken.length === 0)) {
    terminal.print(
      `${terminal.tone("good", "✓")} ${text(say("Toutes les promesses sont tenues.", "Every promise was kept."))}`,
    );
  }
}

function wholeNumber(context: CommandContext, name: string, standard: number): number | undefined {
  const given = textValue(context, name);
  if (given === undefined) return standard;
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : undefined;
}

function troublesOf(given: string): readonly TroubleName[] | undefined {
  if (given === "all") return troubleNames;
  if (given === "none") return [];
  const asked = given.split(",").map((name) => name.trim().replaceAll("-", " "));
  const known = troubleNames.filter((name) => asked.includes(name));
  return known.length === asked.length ? known : undefined;
}

function wrongOptions() {
  const names = troubleNames.map((name) => name.replaceAll(" ", "-")).join(", ");
  return {
    code: "simulate.options",
    what: say(
      "--weeks, --seed et --groups prennent un nombre entier, --faults prend all, none ou une liste.",
      "--weeks, --seed and --groups take a whole number, --faults takes all, none or a list.",
    ),
    remedy: say(`Pannes connues : ${names}.`, `Known faults: ${names}.`),
  };
}
