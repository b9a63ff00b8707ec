import { say, type Bilingual } from "#lib/bilingual.ts";

import { globalOptions } from "./arguments.ts";
import type { Command, CommandContext, ExitCode, Options } from "./command.ts";
import { nearest } from "./nearest.ts";
import { table } from "./terminal.ts";
import { misused, unknownCommand } from "./usage-failures.ts";

/** The page of help that is no command. */
const settingsPage = "settings";

const exitCodes: readonly (readonly [ExitCode, Bilingual])[] = [
  [0, say("c'est fait", "done")],
  [1, say("cela a échoué", "it failed")],
  [2, say("la commande est mal écrite", "wrong usage")],
  [3, say("c'est fait, avec des problèmes", "done with problems")],
];

/** `carillon help`: the commands, one command, or the settings. */
export const help: Command = {
  name: "help",
  summary: say("Explique une commande, ou tous les réglages.", "Explains a command, or every setting."),
  usage: ["help [COMMAND]", `help ${settingsPage}`],
  options: {},
  words: { least: 0, most: 1 },
  run: async (context) => {
    const [topic] = context.words;
    if (topic === settingsPage) return await showSettings(context);
    const command = context.commands.find((each) => each.name === topic);
    if (topic === undefined || command !== undefined) return showHelp(context, command);
    const names = [...context.commands.map((each) => each.name), settingsPage];
    return misused(context, unknownCommand(topic, nearest(topic, names)));
  },
};

/** Help for one command, or for the program. */
export function showHelp(context: CommandContext, command: Command | undefined): ExitCode {
  if (context.json) {
    const shown = command === undefined ? context.commands : [command];
    context.terminal.json({ commands: shown.map((each) => documentOf(each, context)) });
    return 0;
  }
  const lines = command === undefined ? programHelp(context) : commandHelp(command, context);
  for (const line of lines) context.terminal.print(line);
  return 0;
}

function programHelp({ commands, terminal, text }: CommandContext): readonly string[] {
  const head = (sentence: Bilingual) => terminal.tone("strong", text(sentence));
  return [
    text(
      say(
        "Carillon sonne la semaine d'une école en ligne : le classeur, Zoom, Telegram, les classements.",
        "Carillon rings the week of an online school: the workbook, Zoom, Telegram, the rankings.",
      ),
    ),
    "",
    head(say("Usage", "Usage")),
    "  carillon COMMAND [OPTIONS]",
    "",
    head(say("Commandes", "Commands")),
    ...indented(commands.map((each) => [each.name, text(each.summary)])),
    "",
    head(say("Options de toutes les commandes", "Options of every command")),
    ...optionLines(globalOptions, text),
    "",
    head(say("Codes de sortie", "Exit codes")),
    ...indented(exitCodes.map(([code, about]) => [String(code), text(about)])),
    "",
    text(
      say(
        "« carillon help COMMAND » explique une commande ; « carillon help settings », les réglages.",
        "`carillon help COMMAND` explains a command; `carillon help settings`, the settings.",
      ),
    ),
  ];
}

function commandHelp(command: Command, { terminal, text }: CommandContext): readonly string[] {
  const own = Object.keys(command.options).length > 0;
  const head = (sentence: Bilingual) => terminal.tone("strong", text(sentence));
  return [
    text(command.summary),
    "",
    head(say("Usage", "Usage")),
    ...command.usage.map((usage) => `  carillon ${usage}`),
    ...(own ? ["", head(say("Options", "Options")), ...optionLines(command.options, text)] : []),
    "",
    head(say("Options de toutes les commandes", "Options of every command")),
    ...optionLines(globalOptions, text),
    ...(command.details === undefined ? [] : ["", text(command.details)]),
  ];
}

function optionLines(options: Options, text: CommandContext["text"]): readonly string[] {
  return indented(
    Object.entries(options).map(([name, option]) => [
      `${option.short === undefined ? "" : `-${option.short}, `}--${name}${option.value === undefined ? "" : ` ${option.value}`}`,
      text(option.about),
    ]),
  );
}

function indented(rows: readonly (readonly string[])[]): readonly string[] {
  return table(["", ""], rows)
    .slice(1)
    .map((line) => `  ${line}`);
}

function documentOf(command: Command, { text }: CommandContext): unknown {
  return {
    name: command.name,
    summary: text(command.summary),
    usage: command.usage.map((usage) => `carillon ${usage}`),
    options: Object.entries({ ...command.options, ...globalOptions }).map(([name, { type, about }]) => ({
      name,
      type,
      about: text(about),
    })),
  };
}

/** Every setting of config.ts: they are told nowhere else. */
async function showSettings({ json, terminal, text }: CommandContext): Promise<ExitCode> {
  const { settings } = await import("#config");
  const all = Object.values(settings);
  if (json) {
    const list = all.map((each) => ({
      name: each.name,
      default: each.default ?? null,
      secret: each.secret === true,
      about: text(each.about),
    }));
    terminal.json({ settings: list });
    return 0;
  }
  terminal.print(
    text(
      say(
        "Chaque réglage se lit dans l'environnement, sinon dans le fichier carillon.env du dossier de données (NOM=valeur).",
        "Each setting is read from the environment, else from the file carillon.env of the data folder (NAME=value).",
      ),
    ),
  );
  for (const each of all) {
    const standIn = each.default ?? text(say("non réglé", "not set"));
    terminal.print();
    terminal.print(`${terminal.tone("strong", each.name)}  ${terminal.tone("quiet", `[${standIn}]`)}`);
    terminal.print(`  ${text(each.about)}`);
  }
  return 0;
}
