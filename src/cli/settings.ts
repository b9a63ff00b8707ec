import { readFileSync } from "node:fs";

import type { ShownSetting } from "#app/stored-settings.ts";
import type { Config } from "#config";
import type { OpenDatabase } from "#database/open.ts";
import { say } from "#lib/bilingual.ts";
import { ok, type Result } from "#lib/failure.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import { withMigratedDatabase } from "./open-app.ts";
import { printable, table } from "./terminal.ts";
import { runVerb, type Verbs } from "./verbs.ts";

const verbs: Verbs = {
  set: {
    usage: "settings set NAME VALUE",
    least: 2,
    most: 2,
    run: async (context, [name = "", value = ""]) =>
      await change(context, name, value === "-" ? readFileSync(process.stdin.fd, "utf8").trim() : value),
  },
  unset: {
    usage: "settings unset NAME",
    least: 1,
    most: 1,
    run: async (context, [name = ""]) => await change(context, name, null),
  },
};

/** `carillon settings`: the settings that the page changes too. It works also while they do not go together. */
export const settings: Command = {
  name: "settings",
  summary: say(
    "Montre les réglages de la page, en change un ou le remet à sa valeur d'origine.",
    "Shows the settings of the page, changes one or takes it back to its default.",
  ),
  usage: ["settings", ...Object.values(verbs).map((verb) => verb.usage)],
  options: {},
  details: say(
    "Ce que donne l'environnement ou carillon.env passe devant et ne se change que là. Un Carillon en marche prend le changement aussitôt. VALUE « - » lit la valeur sur l'entrée, pour qu'un secret ne reste pas dans l'historique. « carillon help settings » explique chaque nom. Avec --json : [{name, value, isSet, fixed}] ; un secret n'est jamais montré.",
    "What the environment or carillon.env gives comes first, and is changed only there. A running Carillon takes a change up at once. With `-` as VALUE the value is read from the input, so that a secret does not stay in the history. `carillon help settings` explains each name. With --json: [{name, value, isSet, fixed}]; a secret is never shown.",
  ),
  words: { least: 0, most: 3 },
  run: async (context) => await runVerb(context, "settings", verbs, list),
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withDatabase(context, async (database, config) => {
    const { showSettings } = await import("#app/stored-settings.ts");
    const shown = (await showSettings(config, database.db)).flatMap((area) => area.settings);
    if (context.json) {
      context.terminal.json(shown.map(({ name, value, isSet, fixed }) => ({ name, value, isSet, fixed })));
      return ok(undefined);
    }
    const heads = [say("Réglage", "Setting"), say("Valeur", "Value"), say("D'où", "From")].map(context.text);
    const lines = shown.map((one) => [one.name, printable(valueOf(one)), context.text(originOf(one))]);
    for (const line of table(heads, lines)) context.terminal.print(line);
    return ok(undefined);
  });
}

const valueOf = ({ secret, isSet, value }: ShownSetting) => (secret && isSet ? "•••" : (value ?? "–"));

const originOf = ({ fixed, isSet }: ShownSetting) =>
  fixed
    ? say("l'environnement ou carillon.env", "the environment or carillon.env")
    : isSet
      ? say("la page", "the page")
      : say("d'origine", "default");

async function change(context: CommandContext, name: string, value: string | null): Promise<ExitCode> {
  return await withDatabase(context, async (database, config) => {
    const [{ openSealedBox }, { changeSettings }, { settingsRules }] = await Promise.all([
      import("#adapters/keys/open-sealed-box.ts"),
      import("#features/school/change-settings.ts"),
      import("#app/stored-settings.ts"),
    ]);
    const box = openSealedBox({ key: config.secretKey, dataFolder: context.dataFolder });
    if (!box.ok) return box;
    return await changeSettings({
      db: database.db,
      now: context.clock.now(),
      by: "cli",
      box: box.value,
      rules: settingsRules(config),
      changes: { [name]: value },
    });
  });
}

/** With the database alone: an app would not open while the stored settings do not go together. */
async function withDatabase(
  context: CommandContext,
  work: (database: OpenDatabase, config: Config) => Promise<Result<void>>,
): Promise<ExitCode> {
  const config = await context.config();
  if (!config.ok) return context.fail(config.failure);
  return await withMigratedDatabase(context, config.value, async (database) => {
    const done = await work(database, config.value);
    return done.ok ? 0 : context.fail(done.failure);
  });
}
