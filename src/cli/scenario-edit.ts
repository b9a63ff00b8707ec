import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { App } from "#app/parts.ts";
import type { Config } from "#config";
import type { Db } from "#database/open.ts";
import { cancelCustomRun } from "#features/scenarios/cancel-custom-run.ts";
import { changeCustomScenario } from "#features/scenarios/change-custom-scenario.ts";
import { permissions, type Permission } from "#features/scenarios/custom-rules.ts";
import { findCustomScenario, findVersion, type CustomScenario } from "#features/scenarios/custom-store.ts";
import { removeCustomScenario } from "#features/scenarios/remove-custom-scenario.ts";
import { saveCustomScenario } from "#features/scenarios/save-custom-scenario.ts";
import { unknownScenario } from "#features/scenarios/texts.ts";
import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Failure, type Result } from "#lib/failure.ts";

import { textValue, type CommandContext, type ExitCode } from "./command.ts";
import { withClient, withDatabaseIfAny } from "./open-app.ts";
import { limitsGiven, limitWords } from "./scenario-limits.ts";
import { misused, wrongValue } from "./usage-failures.ts";

const by = "cli";

/** The code in the file that `--file` names. */
export async function codeInFile(context: CommandContext): Promise<Result<string | undefined>> {
  const given = textValue(context, "file");
  if (given === undefined) return ok(undefined);
  const path = resolve(given);
  try {
    return ok(await readFile(path, "utf8"));
  } catch (error) {
    return failed({
      code: "scenario.file",
      what: say("Le fichier du code ne se lit pas.", "The file of the code cannot be read."),
      remedy: say("Vérifiez le chemin et les droits.", "Check the path and the permissions."),
      place: path,
      cause: causeOf(error),
    });
  }
}

/** `scenario save`. */
export async function save(context: CommandContext, [name = ""]: readonly string[]): Promise<ExitCode> {
  const code = await codeInFile(context);
  if (!code.ok) return context.fail(code.failure);
  const { value = "" } = code;
  return await withClient(context, async (app) => await keep(context, app, name, value, textValue(context, "note")));
}

/** `scenario restore`: an earlier code becomes the newest version. */
export async function restore(
  context: CommandContext,
  [name = "", written = ""]: readonly string[],
): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const code = await codeOfVersion(app.database.db, name, written);
    if (code === undefined) return context.fail(noVersion(name, written));
    return await keep(context, app, name, code, `= ${written}`);
  });
}

async function keep(
  context: CommandContext,
  { database: { db }, clock, services }: App,
  name: string,
  code: string,
  note: string | undefined,
): Promise<ExitCode> {
  const title = textValue(context, "title");
  const saved = await saveCustomScenario({ db, clock, python: services.python, name, code, title, note, by });
  if (!saved.ok) return context.fail(saved.failure);
  const { version, isNew, changed } = saved.value;
  const scenario = await findCustomScenario(db, name);
  if (context.json) {
    context.terminal.json({ name, version, isNew, changed, permissions: scenario?.permissions ?? [] });
    return 0;
  }
  const same = say(`${name} : rien n'a changé (version ${version}).`, `${name}: nothing changed (version ${version}).`);
  const kept = say(`${name} : version ${version} enregistrée.`, `${name}: version ${version} saved.`);
  context.terminal.print(context.text(changed ? kept : same));
  if (isNew) context.terminal.say(context.text(nextSteps(name)));
  return 0;
}

function nextSteps(name: string) {
  return say(
    `Ensuite : « carillon scenario preview ${name} » montre ce qu'il ferait ; « carillon scenario grant ${name} … » lui donne ses droits.`,
    `Next: \`carillon scenario preview ${name}\` shows what it would do; \`carillon scenario grant ${name} …\` gives it its permissions.`,
  );
}

/** The code of the version that somebody wrote; `undefined` when there is no such version. */
export async function codeOfVersion(db: Db, name: string, written: string): Promise<string | undefined> {
  return /^\d{1,6}$/.test(written) ? (await findVersion(db, name, Number(written)))?.code : undefined;
}

/** There is no such version. */
export function noVersion(name: string, written: string): Failure {
  return {
    code: "scenario.no-version",
    what: say(`« ${name} » n'a pas de version ${written}.`, `"${name}" has no version ${written}.`),
    remedy: say(
      `« carillon scenario versions ${name} » les montre.`,
      `\`carillon scenario versions ${name}\` shows them.`,
    ),
    place: name,
  };
}

/** `scenario grant`: exactly the permissions named. */
export async function grant(context: CommandContext, [name = "", ...words]: readonly string[]): Promise<ExitCode> {
  const wanted = words.filter((word) => word !== "none");
  const wrong = wanted.find((word) => !(permissions as readonly string[]).includes(word));
  if (wrong !== undefined || (wanted.length > 0 && wanted.length < words.length)) {
    const allowed = say("Donnez read, write, send, ou none.", "Give read, write, send, or none.");
    return misused(context, wrongValue("scenario grant", wrong ?? words.join(" "), allowed));
  }
  return await change(context, name, { permissions: wanted as Permission[] });
}

/** `scenario limits`: shows them, or sets some. */
export async function limits(context: CommandContext, [name = ""]: readonly string[]): Promise<ExitCode> {
  const given = limitsGiven(context.values);
  if (Object.keys(given).length > 0) return await change(context, name, { limits: given });
  return await withScenario(context, name, async (_db, scenario) => tell(context, scenario));
}

/** Does `work` with a scenario that is there; a command that only reads opens the database and nothing else. */
export async function withScenario(
  context: CommandContext,
  name: string,
  work: (db: Db, scenario: CustomScenario, config: Config) => Promise<ExitCode>,
): Promise<ExitCode> {
  return await withDatabaseIfAny(context, async (database, config) => {
    const scenario = database && (await findCustomScenario(database.db, name));
    if (database === undefined || scenario === undefined) return context.fail(unknownScenario(name));
    return await work(database.db, scenario, config);
  });
}

async function change(
  context: CommandContext,
  name: string,
  wanted: Parameters<typeof changeCustomScenario>[0]["change"],
): Promise<ExitCode> {
  return await withClient(context, async ({ database, clock }) => {
    const changed = await changeCustomScenario({ db: database.db, clock, name, change: wanted, by });
    return changed.ok ? tell(context, changed.value) : context.fail(changed.failure);
  });
}

/** What a scenario may do and use. */
export function tell(
  context: CommandContext,
  { name, version, permissions: granted, limits: set }: CustomScenario,
): ExitCode {
  const { terminal, text } = context;
  if (context.json) {
    terminal.json({ name, version, permissions: granted, limits: set });
    return 0;
  }
  const none = text(say("aucun", "none"));
  terminal.print(`${terminal.tone("strong", name)}  version ${version}`);
  terminal.print(`  ${text(say("droits", "permissions"))}: ${granted.length === 0 ? none : granted.join(", ")}`);
  for (const [limit, { about }] of Object.entries(limitWords)) {
    terminal.print(`  ${text(about)}: ${set[limit as keyof typeof set]}`);
  }
  return 0;
}

/** `scenario cancel`: ends the run under way. */
export async function cancel(context: CommandContext, [name = ""]: readonly string[]): Promise<ExitCode> {
  return await withClient(context, async ({ database, clock }) => {
    const asked = await cancelCustomRun({ db: database.db, clock, name, by });
    if (!asked.ok) return context.fail(asked.failure);
    if (context.json) context.terminal.json({ name, cancelled: asked.value });
    else context.terminal.print(context.text(say(`${name} : arrêt demandé.`, `${name}: asked to end.`)));
    return 0;
  });
}

/** `scenario remove`: it no longer runs; its runs and versions stay. */
export async function remove(context: CommandContext, [name = ""]: readonly string[]): Promise<ExitCode> {
  return await withClient(context, async ({ database, clock, schedules }) => {
    const removed = await removeCustomScenario({ db: database.db, clock, schedules, name, by });
    if (!removed.ok) return context.fail(removed.failure);
    if (context.json) context.terminal.json({ name, ended: removed.value.ended });
    else {
      const done = say(
        `${name} : retiré. Ses exécutions et ses versions restent.`,
        `${name}: removed. Its runs and its versions stay.`,
      );
      context.terminal.print(context.text(done));
    }
    return 0;
  });
}
