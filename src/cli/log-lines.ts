import type { LogEntryRow } from "#features/scenarios/store.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { CommandContext } from "./command.ts";
import { printable } from "./terminal.ts";
import { levelTones, levelWords, momentIn } from "./wording.ts";

/** A log entry with the run that wrote it. */
export type LogEntry = LogEntryRow & { readonly scenario: string; readonly runNumber: number };

/** `time level scenario#number message (place)`, and below an error what to do about it. */
export function logLines(
  entry: LogEntry,
  zone: TimeZone,
  { terminal, text, values }: Pick<CommandContext, "terminal" | "text" | "values">,
): readonly string[] {
  const level = terminal.tone(levelTones[entry.level], text(levelWords[entry.level]));
  const place = entry.place === null ? "" : ` (${printable(entry.place)})`;
  const head = `${terminal.tone("quiet", momentIn(entry.at, zone))} ${level} ${entry.scenario}#${entry.runNumber}`;
  return [
    `${head} ${printable(text(entry.message))}${place}`,
    ...(entry.remedy === null ? [] : [`    → ${printable(text(entry.remedy))}`]),
    ...(entry.cause === null || values["verbose"] !== true ? [] : [terminal.tone("quiet", `    ${entry.cause}`)]),
  ];
}
