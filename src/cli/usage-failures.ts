import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import type { CommandContext, ExitCode } from "./command.ts";

/** Failures of how the command line was written, and how a command that meets one ends. */

/** Tells what was wrong with the command line; the exit code 2 goes with it. */
export function misused(context: Pick<CommandContext, "fail">, failure: Failure): ExitCode {
  context.fail(failure);
  return 2;
}

export function unknownCommand(name: string, meant: string | undefined): Failure {
  return {
    code: "usage.unknown-command",
    what: say(`Il n'y a pas de commande « ${name} ».`, `There is no command "${name}".`),
    remedy:
      meant === undefined
        ? say("« carillon help » donne la liste des commandes.", "`carillon help` lists the commands.")
        : say(
            `Vouliez-vous dire « ${meant} » ? « carillon help » donne la liste.`,
            `Did you mean \`${meant}\`? \`carillon help\` lists them.`,
          ),
    place: name,
  };
}

export function unknownOption(option: string, command: string | undefined, meant: string | undefined): Failure {
  const help = command === undefined ? "carillon help" : `carillon help ${command}`;
  const ofFr = command === undefined ? "" : ` de « ${command} »`;
  const ofEn = command === undefined ? "" : ` of \`${command}\``;
  return {
    code: "usage.unknown-option",
    what: say(`« ${option} » n'est pas une option${ofFr}.`, `"${option}" is not an option${ofEn}.`),
    remedy:
      meant === undefined
        ? say(`« ${help} » donne ses options.`, `\`${help}\` lists its options.`)
        : say(
            `Vouliez-vous dire « ${meant} » ? « ${help} » donne ses options.`,
            `Did you mean \`${meant}\`? \`${help}\` lists its options.`,
          ),
    place: option,
  };
}

export function valueMissing(option: string, value: string): Failure {
  return {
    code: "usage.value-missing",
    what: say(`L'option « ${option} » attend une valeur.`, `The option "${option}" needs a value.`),
    remedy: say(`Écrivez « ${option} ${value} ».`, `Write \`${option} ${value}\`.`),
    place: option,
  };
}

export function valueNotTaken(option: string): Failure {
  return {
    code: "usage.value-not-taken",
    what: say(`L'option « ${option} » ne prend pas de valeur.`, `The option "${option}" takes no value.`),
    remedy: say(`Écrivez « ${option} » tout court.`, `Write \`${option}\` alone.`),
    place: option,
  };
}

export function wordMissing(command: string, usage: string): Failure {
  return {
    code: "usage.word-missing",
    what: say(`Il manque quelque chose après « ${command} ».`, `Something is missing after "${command}".`),
    remedy: say(`Écrivez « carillon ${usage} ».`, `Write \`carillon ${usage}\`.`),
    place: command,
  };
}

export function wordTooMany(word: string, usage: string): Failure {
  return {
    code: "usage.word-too-many",
    what: say(`« ${word} » est de trop.`, `"${word}" is one word too many.`),
    remedy: say(
      `Écrivez « carillon ${usage} » ; un chemin qui contient des espaces se met entre guillemets.`,
      `Write \`carillon ${usage}\`; a path that holds spaces goes between quotes.`,
    ),
    place: word,
  };
}

/** An option's value that is not one of those allowed, or not a number where one is needed. */
export function wrongValue(option: string, value: string, allowed: Failure["remedy"]): Failure {
  return {
    code: "usage.wrong-value",
    what: say(`« ${value} » ne convient pas pour ${option}.`, `"${value}" does not fit ${option}.`),
    remedy: allowed,
    place: option,
  };
}
