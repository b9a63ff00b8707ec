import type { Config } from "#config";
import type { Bilingual, Language } from "#lib/bilingual.ts";
import type { Clock } from "#lib/clock.ts";
import type { Failure, Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import type { Terminal } from "./terminal.ts";

/** How a command ends: 0 done, 1 it failed, 2 wrong usage, 3 done with problems. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One option, as `parseArgs` reads it and as help tells it: there is no second place. */
export interface Option {
  readonly type: "boolean" | "string";
  readonly short?: string;
  /** What stands for the value in help: `DIR`. */
  readonly value?: string;
  readonly about: Bilingual;
}

/** Options by name, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** The values given, by option name. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * One command of `carillon`.
 *
 * Its file imports only what is quick to load, and the rest inside `run`: help and a mistyped word are
 * answered by files that never load the database.
 */
export interface Command {
  readonly name: string;
  readonly summary: Bilingual;
  /** What follows `carillon`, one line a way of calling it: `run SCENARIO`. */
  readonly usage: readonly string[];
  /** What help adds below the options. */
  readonly details?: Bilingual;
  readonly options: Options;
  /** How many words may follow the command's name. */
  readonly words: { readonly least: number; readonly most: number };
  run(context: CommandContext): Promise<ExitCode>;
}

/** What a command is given. */
export interface CommandContext {
  /** Every command there is, for help. */
  readonly commands: readonly Command[];
  /** The words after the command's name. */
  readonly words: readonly string[];
  readonly values: Values;
  readonly language: Language;
  /** True with `--json`: one JSON document on standard output, and nothing else there. */
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborted by the first Ctrl-C or SIGTERM, and when nobody reads our output any more. */
  readonly signal: AbortSignal;
  /** The settings, from the environment and the data folder's `carillon.env`. */
  config(): Promise<Result<Config>>;
  /** The program's own log: silent unless `--verbose`, so that only the command speaks. */
  logger(config: Config): Promise<Logger>;
  /** The sentence in the chosen language. */
  text(sentence: Bilingual): string;
  /** Tells a failure and gives the exit code that goes with it. */
  fail(failure: Failure): ExitCode;
}

/** An option's text value; `undefined` when it was not given. */
export function textValue(context: Pick<CommandContext, "values">, name: string): string | undefined {
  const value = context.values[name];
  return typeof value === "string" ? value : undefined;
}
