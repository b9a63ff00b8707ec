import { builtIns, nextRuns } from "#features/scenarios/rules.ts";
import { scheduleInWords } from "#features/scenarios/schedule-rules.ts";
import type { ScenarioRow } from "#features/scenarios/store.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { refuseUnknownScenario } from "./scenario-names.ts";
import { printable } from "./terminal.ts";
import { misused, wordMissing, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";
import { dayAndTime } from "./wording.ts";

/** What a list needs of a scenario: a row, or a built-in one that has no row yet. */
type Listed = Pick<ScenarioRow, "name" | "title" | "kind" | "enabled" | "cron" | "after">;

const setUsage = 'scenarios set NAME [--enable|--disable] [--cron "0 8 * * *"|none] [--after NAME|none]';

const verbs: Verbs = {
  set: { usage: setUsage, least: 1, most: 1, run: async (context, [name = ""]) => await set(context, name) },
};

/** `carillon scenarios`: what is scheduled, and how to change it. */
export const scenarios: Command = {
  name: "scenarios",
  summary: say(
    "Montre les scénarios et leurs horaires, ou les change.",
    "Shows the scenarios and their schedules, or changes them.",
  ),
  usage: ["scenarios", setUsage],
  options: {
    enable: { type: "boolean", about: say("Active le scénario.", "Enables the scenario.") },
    disable: { type: "boolean", about: say("Désactive le scénario.", "Disables the scenario.") },
    cron: {
      type: "string",
      value: "CRON",
      about: say(
        "Nouvel horaire, cinq champs dans le fuseau de l'école : minute heure jour mois jour-de-semaine.",
        "New schedule, five fields in the school's zone: minute hour day month weekday.",
      ),
    },
    after: {
      type: "string",
      value: "NAME",
      about: say("Le lance après le succès de ce scénario.", "Runs it after the success of this scenario."),
    },
  },
  words: { least: 0, most: 2 },
  run: async (context) =>
    await runVerb(context, "scenarios", verbs, async () => {
      const change = ["enable", "disable", "cron", "after"].some((each) => context.values[each] !== undefined);
      return change ? misused(context, wordMissing("scenarios", setUsage)) : await list(context);
    }),
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, config) => {
    const { listScenarios } = await import("#features/scenarios/store.ts");
    const rows = database === undefined ? [] : await listScenarios(database.db);
    // Before the first start there are no rows; what it will create is known.
    const listed: readonly Listed[] = rows.length > 0 ? rows : notYetCreated;
    if (context.json) context.terminal.json(listed.map((each) => documentOf(context, each, config.school.timeZone)));
    else for (const each of listed) print(context, each, config.school.timeZone);
    return 0;
  });
}

const notYetCreated: readonly Listed[] = builtIns.map(({ name, title, cron, after }) => ({
  name,
  title,
  kind: "built-in",
  enabled: true,
  cron: cron ?? null,
  after: after ?? null,
}));

async function set(context: CommandContext, name: string): Promise<ExitCode> {
  const { values } = context;
  const cron = textOrNone(context, "cron");
  const after = textOrNone(context, "after");
  if (values["enable"] === true && values["disable"] === true) {
    const one = say("Donnez l'un ou l'autre.", "Give one or the other.");
    return misused(context, wrongValue("scenarios set", "--enable --disable", one));
  }
  if (values["enable"] === undefined && values["disable"] === undefined && cron === undefined && after === undefined) {
    return misused(context, wordMissing(`scenarios set ${name}`, setUsage));
  }
  return await withClient(context, async (app) => {
    const { db } = app.database;
    const zone = app.config.school.timeZone;
    const unknown = await refuseUnknownScenario(db, name);
    if (unknown !== undefined) return context.fail(unknown);
    const { editScenario } = await import("#features/scenarios/edit-scenario.ts");
    const enabled = values["enable"] === true ? true : values["disable"] === true ? false : undefined;
    const change = {
      ...(enabled === undefined ? {} : { enabled }),
      ...(cron === undefined ? {} : { cron }),
      ...(after === undefined ? {} : { after }),
    };
    const edited = await editScenario({
      db,
      clock: app.clock,
      schedules: app.schedules,
      zone,
      name,
      change,
      by: "cli",
    });
    if (!edited.ok) return context.fail(edited.failure);
    if (context.json) context.terminal.json(documentOf(context, edited.value, zone));
    else print(context, edited.value, zone);
    return 0;
  });
}

/** `none` takes away what stood there. */
function textOrNone(context: CommandContext, name: string): string | null | undefined {
  const written = textValue(context, name);
  return written === "none" ? null : written;
}

/** In the terminal a scenario is called by the name that its commands take. */
function named(name: string | null): Bilingual | undefined {
  return name === null ? undefined : say(name, name);
}

function comingOf(scenario: Listed, context: CommandContext, zone: TimeZone) {
  if (!scenario.enabled || scenario.cron === null) return [];
  return nextRuns(scenario.cron, zone, context.clock.now(), 5);
}

function print(context: CommandContext, scenario: Listed, zone: TimeZone): void {
  const { terminal, text, language } = context;
  const state = scenario.enabled
    ? terminal.tone("good", text(say("activé", "enabled")))
    : terminal.tone("warning", text(say("désactivé", "disabled")));
  const words = text(scheduleInWords(scenario.cron ?? undefined, named(scenario.after)));
  const cron = scenario.cron === null ? "" : ` [${scenario.cron}]`;
  terminal.print(`${terminal.tone("strong", scenario.name)}  ${printable(text(scenario.title))}  (${state})`);
  terminal.print(`  ${words}${cron}`);
  for (const at of comingOf(scenario, context, zone)) terminal.print(`    ${dayAndTime(at, zone, language)}`);
}

function documentOf(context: CommandContext, scenario: Listed, zone: TimeZone): object {
  const { name, kind, enabled, cron, after } = scenario;
  return {
    name,
    title: context.text(scenario.title),
    kind,
    enabled,
    cron,
    after,
    schedule: context.text(scheduleInWords(cron ?? undefined, named(after))),
    nextRuns: comingOf(scenario, context, zone),
  };
}
