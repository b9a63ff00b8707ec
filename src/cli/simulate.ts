import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";

import { say, type Bilingual } from "#lib/bilingual.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { simulate, type Moment, type SimulatedWeek, type SimulatedYear } from "../simulate/simulate.ts";
import { troubleNames, type TroubleName } from "../simulate/troubles.ts";
import { countValue } from "./arguments.ts";
import { textValue, type CommandContext, type ExitCode } from "./command.ts";
import { deedWords, editWords, hourWords, modeWords, troubleWords } from "./simulate-words.ts";
import { misused, wrongValue } from "./usage-failures.ts";

/** `carillon simulate`: a school's weeks on the simulators, with what goes wrong, checked as they go. */
export async function simulateCommand(context: CommandContext): Promise<ExitCode> {
  // pg 8.23 warns of a way of queueing statements that pg-boss uses on a simulated clock only.
  process.noDeprecation = true;
  // A small footprint is for those who stay: a simulated year is over soon, and makes much short-lived garbage.
  setFlagsFromString("--semi-space-growth-factor=2");
  setFlagsFromString("--heap-growing-percent=0");
  const weeks = countValue(context.values, "weeks", 4);
  if (!weeks.ok) return misused(context, weeks.failure);
  const seed = countValue(context.values, "seed", 1);
  if (!seed.ok) return misused(context, seed.failure);
  const groups = countValue(context.values, "groups", 13);
  if (!groups.ok) return misused(context, groups.failure);
  const troubles = troublesOf(textValue(context, "faults") ?? "all");
  if (!troubles.ok) return misused(context, troubles.failure);
  const config = await context.config();
  if (!config.ok) return context.fail(config.failure);
  const logger = await context.logger(config.value);
  const lived = { seed: seed.value, groups: groups.value, faults: textValue(context, "faults") };
  const given = textValue(context, "data");
  if (given !== undefined && !(await isEmpty(given))) return context.fail(folderInUse(given));
  const folder = given ?? (await mkdtemp(join(tmpdir(), "carillon-simulate-")));
  await mkdir(folder, { recursive: true });
  try {
    const year = await simulate({
      folder,
      weeks: weeks.value,
      seed: seed.value,
      groups: groups.value,
      troubles: troubles.value,
      logger,
      signal: context.signal,
      under: (moment) => tellMoment(context, weeks.value, moment),
      tell: (week) => tellWeek(context, week, lived),
    });
    const { journal: _, ...figures } = year;
    if (context.json) context.terminal.json(figures);
    else tellYear(context, year);
    return year.isCutShort || year.weeks.some((week) => week.broken.length > 0) ? 1 : 0;
  } finally {
    if (given === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** What the year was asked to be. */
interface Lived {
  readonly seed: number;
  readonly groups: number;
  readonly faults: string | undefined;
}

/** Where the week at hand is, in the place of where it was. */
function tellMoment({ terminal, text }: CommandContext, weeks: number, { week, date, hour }: Moment): void {
  terminal.passing(
    text(say(`Semaine ${week} sur ${weeks} : ${date}, `, `Week ${week} of ${weeks}: ${date}, `)) +
      text(hourWords[hour]),
  );
}

function tellWeek(
  { terminal, text, json }: CommandContext,
  week: SimulatedWeek,
  { seed, groups, faults }: Lived,
): void {
  const list = (words: readonly Bilingual[]) => words.map(text).join(", ");
  const troubles = new Set(week.troubles.map((one) => one.name));
  const line = [
    String(week.week).padStart(2),
    week.date,
    `${String(week.seconds).padStart(5)} s`,
    text(modeWords[week.mode]).padEnd(7),
    text(editWords[week.edit]).padEnd(12),
    list([...week.deeds.map((deed) => deedWords[deed]), ...[...troubles].map((name) => troubleWords[name])]),
  ].join("  ");
  const print = json ? terminal.say : terminal.print;
  print(line);
  for (const { promise, row, seenAt } of week.broken) {
    const told = say(
      `✗ promesse rompue (graine ${seed}, semaine ${week.week}, vu le ${seenAt}) : ${promise} : ${row}`,
      `✗ broken promise (seed ${seed}, week ${week.week}, seen ${seenAt}): ${promise}: ${row}`,
    );
    print(text(told));
  }
  if (week.broken.length === 0) return;
  const asked = faults === undefined ? "" : ` --faults ${faults}`;
  const command = `npx carillon simulate --weeks ${week.week} --seed ${seed} --groups ${groups}${asked}`;
  print(text(say(`  Pour la revivre : ${command}`, `  To live it again: ${command}`)));
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
  const met = troubleNames.filter((name) => year.effects[name] > 0);
  if (met.length > 0) {
    const counts = met.map((name) => `${text(troubleWords[name])} ${year.effects[name]}`).join(", ");
    terminal.print(text(say(`Pannes rencontrées : ${counts}.`, `Faults met: ${counts}.`)));
  }
  if (year.isCutShort) {
    terminal.print(text(say("Interrompu : la suite n'a pas été vécue.", "Interrupted: the rest was not lived.")));
  } else if (year.weeks.every((week) => week.broken.length === 0)) {
    terminal.print(
      `${terminal.tone("good", "✓")} ${text(say("Toutes les promesses sont tenues.", "Every promise was kept."))}`,
    );
  }
}

/** A folder that is not there yet is empty. */
async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
}

function folderInUse(folder: string): Failure {
  return {
    code: "simulate.folder-in-use",
    what: say(
      "Une école simulée ne s'installe pas dans un dossier où il y a déjà quelque chose.",
      "A simulated school does not move into a folder that holds something.",
    ),
    remedy: say(
      "Donnez un dossier vide, ou aucun : Carillon en prend un qu'il enlève à la fin.",
      "Give an empty folder, or none: Carillon takes one that it removes at the end.",
    ),
    place: folder,
  };
}

function troublesOf(given: string): Result<readonly TroubleName[]> {
  if (given === "all") return ok(troubleNames);
  if (given === "none") return ok([]);
  const asked = given.split(",").map((name) => name.trim().replaceAll("-", " "));
  const unknown = asked.find((name) => !troubleNames.some((known) => known === name));
  if (unknown === undefined) return ok(troubleNames.filter((name) => asked.includes(name)));
  const names = troubleNames.map((name) => name.replaceAll(" ", "-")).join(", ");
  const remedy = say(
    `Écrivez all, none, ou quelques-uns de ces noms, séparés par des virgules : ${names}.`,
    `Write all, none, or some of these names, separated by commas: ${names}.`,
  );
  return failed(wrongValue("--faults", unknown, remedy));
}
