import { parseArgs } from "node:util";

import { say } from "#lib/bilingual.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import type { Command, Options, Values } from "./command.ts";
import { nearest } from "./nearest.ts";
import {
  unknownCommand,
  unknownOption,
  valueMissing,
  valueNotTaken,
  wordMissing,
  wordTooMany,
  wrongValue,
} from "./usage-failures.ts";

/** The options that every command takes. */
export const globalOptions: Options = {
  data: {
    type: "string",
    value: "DIR",
    about: say("Dossier de données de l'école.", "The school's data folder."),
  },
  lang: {
    type: "string",
    value: "fr|en",
    about: say("Langue de ce qui s'affiche.", "Language of what is shown."),
  },
  json: {
    type: "boolean",
    about: say("Un seul document JSON sur la sortie standard.", "One JSON document on standard output."),
  },
  verbose: {
    type: "boolean",
    about: say("Montre aussi la cause technique et le journal.", "Also shows the technical cause and the log."),
  },
  help: { type: "boolean", short: "h", about: say("Affiche cette aide.", "Shows this help.") },
  version: { type: "boolean", short: "V", about: say("Affiche la version.", "Shows the version.") },
};

/** A command line, read. `values` holds what could be understood, even when the rest could not. */
export interface CommandLine {
  readonly values: Values;
  readonly command: Result<{ readonly command: Command | undefined; readonly words: readonly string[] }>;
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

/** Reads the arguments; the first word is the command, options may stand before or after it. */
export function readArguments(args: readonly string[], commands: readonly Command[]): CommandLine {
  const first = tokensOf(args, everyOption(commands)).find((token) => token.kind === "positional");
  const name = first?.value;
  const command = commands.find((each) => each.name === name);
  const options = { ...globalOptions, ...command?.options };
  const tokens = tokensOf(args, command === undefined ? everyOption(commands) : options);
  const values = valuesOf(tokens);
  if (name !== undefined && command === undefined) {
    const meant = nearest(
      name,
      commands.map((each) => each.name),
    );
    return { values, command: failed(unknownCommand(name, meant)) };
  }
  const wrong = tokens.map((token) => judge(token, options, command)).find((failure) => failure !== undefined);
  if (wrong !== undefined) return { values, command: failed(wrong) };
  const words = tokens.flatMap((token) => (token.kind === "positional" ? [unshielded(token.value)] : [])).slice(1);
  // Who asks for help need not know yet what has to follow.
  const asksForHelp = values["help"] === true || values["version"] === true;
  if (command !== undefined && !asksForHelp) {
    const [usage = command.name] = command.usage;
    const extra = words[command.words.most];
    if (words.length < command.words.least) return { values, command: failed(wordMissing(command.name, usage)) };
    if (extra !== undefined) return { values, command: failed(wordTooMany(extra, usage)) };
  }
  return { values, command: ok({ command, words }) };
}

/** Before the command is known, which option takes a value is known from all commands together. */
function everyOption(commands: readonly Command[]): Options {
  return Object.assign({}, ...commands.map((command) => command.options), globalOptions) as Options;
}

function tokensOf(args: readonly string[], options: Options): readonly Token[] {
  // Not strict: the library's own complaints come in English only, and stop at the first.
  const known = Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [
      name,
      { type, ...(short === undefined ? {} : { short }) },
    ]),
  );
  return parseArgs({ args: args.map(shielded), options: known, strict: false, allowPositionals: true, tokens: true })
    .tokens;
}

/** Before a Telegram group's id, which begins with a minus and is no option. */
const shield = "\u0001";

function shielded(arg: string): string {
  return /^-\d{6,}(?:;.*)?$/.test(arg) ? `${shield}${arg}` : arg;
}

function unshielded(value: string): string {
  return value.startsWith(shield) ? value.slice(shield.length) : value;
}

function valuesOf(tokens: readonly Token[]): Values {
  return Object.fromEntries(
    tokens.flatMap((token) =>
      token.kind === "option"
        ? [[token.name, token.value === undefined ? true : unshielded(token.value)] as const]
        : [],
    ),
  );
}

function judge(token: Token, options: Options, command: Command | undefined) {
  if (token.kind !== "option") return undefined;
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (option === undefined) {
    const meant = nearest(token.name, Object.keys(options));
    return unknownOption(token.rawName, command?.name, meant === undefined ? undefined : `--${meant}`);
  }
  if (option.type === "boolean") return token.value === undefined ? undefined : valueNotTaken(token.rawName);
  // `--data --json`: the value was forgotten, and the next option must not become a folder.
  const forgotten = token.value === undefined || (token.inlineValue === false && /^-./.test(token.value));
  if (forgotten || token.value === "") return valueMissing(token.rawName, option.value ?? "…");
  return undefined;
}

/** A whole number of at least 1 from an option. */
export function countValue(values: Values, name: string, standIn: number): Result<number> {
  const written = values[name];
  if (typeof written !== "string") return ok(standIn);
  return /^[1-9]\d{0,6}$/.test(written) ? ok(Number(written)) : failed(notWhole(name, written));
}

/** A whole number from 0 on from an option; `standIn` when it was not given. */
export function numberValue<T>(values: Values, name: string, standIn: T): Result<number | T> {
  const written = values[name];
  if (typeof written !== "string") return ok(standIn);
  return /^\d{1,9}$/.test(written) ? ok(Number(written)) : failed(notWhole(name, written));
}

function notWhole(name: string, written: string): Failure {
  const allowed = say("Donnez un nombre entier, par exemple 20.", "Give a whole number, for example 20.");
  return wrongValue(`--${name}`, written, allowed);
}
