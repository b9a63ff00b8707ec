import { say } from "#lib/bilingual.ts";
import { systemClock } from "#lib/clock.ts";
import { causeOf, type Failure } from "#lib/failure.ts";

import manifest from "../../package.json" with { type: "json" };
import { readArguments } from "./arguments.ts";
import { textValue, type Command, type CommandContext, type ExitCode, type Values } from "./command.ts";
import { commands } from "./commands.ts";
import { languageOf, readEnvironment } from "./environment.ts";
import { showHelp } from "./help.ts";
import { dataFolderOf } from "./places.ts";
import { failureLines, inLanguage, openTerminal } from "./terminal.ts";
import { misused, wrongValue } from "./usage-failures.ts";

/** How long an order to stop may take, in milliseconds, before the process ends anyway. */
const patience = 10_000;

/** Runs a command line as this process: its signals, its streams, its exit code. */
export async function runAsProgram(args: readonly string[]): Promise<void> {
  const stop = new AbortController();
  let deadline: Promise<void> | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // Asked twice, a person means now.
      if (deadline !== undefined) process.exit(130);
      stop.abort();
      deadline = systemClock.sleep(patience).then(() => process.exit(1));
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // `carillon logs | head`: nobody reads any more, which is no error.
      if (error.code !== "EPIPE") throw error;
      stop.abort();
    });
  }
  const code = await runCommandLine(args, process.env, process, stop.signal);
  // Explicit, because a library that keeps a timer must not keep a finished command from ending.
  process.stdout.write("", () => process.exit(code));
}

/** Runs a command line; gives the exit code. */
async function runCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  streams: Parameters<typeof openTerminal>[0],
  signal: AbortSignal,
): Promise<ExitCode> {
  const { values, command: read } = readArguments(args, commands);
  const context = contextOf(values, environment, streams, signal);
  const lang = textValue(context, "lang");
  if (lang !== undefined && lang !== "fr" && lang !== "en") {
    return misused(context, wrongValue("--lang", lang, say("Donnez fr ou en.", "Give fr or en.")));
  }
  if (!read.ok) return misused(context, read.failure);
  const { command, words } = read.value;
  if (values["version"] === true) return showVersion(context);
  if (command === undefined || values["help"] === true) return showHelp(context, command);
  return await runSafely(command, { ...context, words });
}

async function runSafely(command: Command, context: CommandContext): Promise<ExitCode> {
  try {
    return await command.run(context);
  } catch (error) {
    return context.fail(await surprise(error));
  }
}

/** A throw: the database went away, or a defect of ours. */
async function surprise(error: unknown): Promise<Failure> {
  const { databaseFailure, isDatabaseGone } = await import("#database/open.ts");
  if (isDatabaseGone(error)) return databaseFailure(error);
  const stack = error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : "";
  return {
    code: "carillon.surprise",
    what: say(
      "Carillon a rencontré une erreur qu'il n'attendait pas.",
      "Carillon met an error that it did not expect.",
    ),
    remedy: say(
      "Recommencez avec --verbose et envoyez la cause technique à la personne qui entretient Carillon.",
      "Try again with --verbose and send the technical cause to the person who looks after Carillon.",
    ),
    cause: `${causeOf(error)}${stack}`,
  };
}

function contextOf(
  values: Values,
  environment: Readonly<Record<string, string | undefined>>,
  streams: Parameters<typeof openTerminal>[0],
  signal: AbortSignal,
): CommandContext {
  const terminal = openTerminal(streams, environment);
  const json = values["json"] === true;
  const verbose = values["verbose"] === true;
  const dataFolder = dataFolderOf(textValue({ values }, "data"), environment);
  const written = readEnvironment(dataFolder, environment);
  const language = languageOf(textValue({ values }, "lang"), written.ok ? written.value : environment);
  return {
    commands,
    words: [],
    values,
    language,
    json,
    terminal,
    dataFolder,
    environment,
    clock: systemClock,
    signal,
    async config() {
      if (!written.ok) return written;
      const { readConfig } = await import("#config");
      return readConfig(written.value);
    },
    async logger(config) {
      const { openLogger } = await import("#lib/logger.ts");
      return openLogger(verbose ? config.logLevel : "silent");
    },
    text: (sentence) => sentence[language],
    fail(failure) {
      if (json) terminal.json({ error: inLanguage(failure, language) });
      else for (const line of failureLines(failure, { language, tone: terminal.tone, verbose })) terminal.say(line);
      return 1;
    },
  };
}

function showVersion(context: CommandContext): ExitCode {
  if (context.json) context.terminal.json({ carillon: manifest.version, node: process.versions.node });
  else context.terminal.print(`carillon ${manifest.version} (Node ${process.versions.node})`);
  return 0;
}
