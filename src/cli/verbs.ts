import type { CommandContext, ExitCode } from "./command.ts";
import { nearest } from "./nearest.ts";
import { misused, unknownCommand, wordMissing, wordTooMany } from "./usage-failures.ts";

/** One verb of a command: `students merge`. */
export interface Verb {
  /** How it is called, for help and for mistakes. */
  readonly usage: string;
  /** How many words must and may follow it. */
  readonly least: number;
  readonly most: number;
  run(context: CommandContext, words: readonly string[]): Promise<ExitCode>;
}

/** Verbs by name. */
export type Verbs = Readonly<Record<string, Verb>>;

/** Runs the verb that the first word names, or what the command does without any (it wants one when absent). */
export async function runVerb(
  context: CommandContext,
  command: string,
  verbs: Verbs,
  withoutVerb?: (context: CommandContext) => Promise<ExitCode>,
): Promise<ExitCode> {
  const [name, ...words] = context.words;
  if (name === undefined) {
    if (withoutVerb !== undefined) return await withoutVerb(context);
    return misused(context, wordMissing(command, Object.values(verbs)[0]?.usage ?? command));
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) {
    const near = nearest(name, Object.keys(verbs));
    return misused(context, unknownCommand(`${command} ${name}`, near && `${command} ${near}`));
  }
  if (words.length < verb.least) return misused(context, wordMissing(`${command} ${name}`, verb.usage));
  const extra = words[verb.most];
  if (extra !== undefined) return misused(context, wordTooMany(extra, verb.usage));
  return await verb.run(context, words);
}
