import { inject } from "vitest";

import { readArguments } from "#cli/arguments.ts";
import type { CommandContext } from "#cli/command.ts";
import { commands } from "#cli/commands.ts";
import { readConfig } from "#config";
import type { Bilingual } from "#lib/bilingual.ts";
import { systemClock } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { openLogger } from "#lib/logger.ts";

/** What a command line gave. */
export interface Said {
  readonly code: number;
  /** What it printed, without colours. */
  readonly out: string;
  /** The document of `--json`; the failure's code when it failed. */
  readonly json: unknown;
  readonly failure: string | undefined;
  /** What the failure says that can be done. */
  readonly remedy: string | undefined;
}

/** The address of a test's own database, for a program. */
export function databaseAddress(databaseName: string): string {
  const { host, port, user, password } = inject("testServer");
  const login = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
  return `postgres://${login}@localhost/${databaseName}?host=${encodeURIComponent(host)}&port=${port}`;
}

/** Runs a command line in this process, in English, on a test's own database and with the machine's clock. */
export async function command(databaseName: string, ...args: readonly string[]): Promise<Said> {
  return await commandWith({}, databaseName, ...args);
}

/** The same with settings of the environment. */
export async function commandWith(
  settings: Readonly<Record<string, string>>,
  databaseName: string,
  ...args: readonly string[]
): Promise<Said> {
  const environment = { ...settings, DATABASE_URL: databaseAddress(databaseName) };
  const line = readArguments(args, commands);
  const lines: string[] = [];
  let json: unknown;
  let failure: string | undefined;
  let remedy: string | undefined;
  const fail = (told: Failure) => {
    failure = told.code;
    remedy = told.remedy.en;
    return 1 as const;
  };
  const text = (sentence: Bilingual) => sentence.en;
  const context: Omit<CommandContext, "words"> = {
    commands,
    values: line.values,
    language: "en",
    json: line.values["json"] === true,
    terminal: {
      print: (printed = "") => void lines.push(printed),
      json: (value) => {
        json = JSON.parse(JSON.stringify(value));
      },
      jsonLine: () => undefined,
      say: () => undefined,
      passing: () => undefined,
      tone: (_, told) => told,
    },
    dataFolder: "/nonexistent",
    environment,
    clock: systemClock,
    signal: new AbortController().signal,
    config: async () => readConfig(environment),
    logger: async () => openLogger("silent"),
    text,
    fail,
  };
  if (!line.command.ok) return { code: 2, out: "", json, failure: line.command.failure.code, remedy: undefined };
  const { command: found, words } = line.command.value;
  if (found === undefined) throw new Error("no command was named");
  const code = await found.run({ ...context, words });
  return { code, out: lines.join("\n"), json, failure, remedy };
}
