import { styleText, stripVTControlCharacters } from "node:util";

import type { Failure } from "#lib/failure.ts";
import type { Language } from "#lib/bilingual.ts";

/** What a piece of text means; it becomes a colour where there are colours. */
export type Tone = "good" | "warning" | "bad" | "quiet" | "strong";

/** Where a command speaks: results on standard output, talk and errors on standard error. */
export interface Terminal {
  /** A line of the result. */
  print(line?: string): void;
  /** The one JSON document of `--json`. */
  json(value: unknown): void;
  /** One JSON document a line, for what never ends. */
  jsonLine(value: unknown): void;
  /** Talk: what is under way, hints. Never part of the result. */
  say(line: string): void;
  /** Talk that the next word of any kind takes the place of; only a person who looks sees it. */
  passing(line: string): void;
  tone(tone: Tone, text: string): string;
}

const styles = { good: "green", warning: "yellow", bad: "red", quiet: "dim", strong: "bold" } as const;

/** To the line's beginning, and all of it away. */
const wipeLine = "\r\u001b[2K";

/** What `openTerminal` writes to. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Opens the terminal over two streams; colours only where a person looks, and unless NO_COLOR is set. */
export function openTerminal(
  { stdout, stderr }: Streams,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const colours = stdout.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb";
  const tone = (which: Tone, text: string) =>
    colours ? styleText(styles[which], text, { validateStream: false }) : text;
  const isLookedAt = stderr.isTTY === true && environment["TERM"] !== "dumb";
  let isPassing = false;
  /** Takes away what was only passing, so that nothing is written behind it. */
  function write(stream: NodeJS.WritableStream, text: string): void {
    if (isPassing) stderr.write(wipeLine);
    isPassing = false;
    stream.write(text);
  }
  return {
    print: (line = "") => write(stdout, `${line}\n`),
    json: (value) => write(stdout, `${JSON.stringify(value, undefined, 2)}\n`),
    jsonLine: (value) => write(stdout, `${JSON.stringify(value)}\n`),
    say: (line) => write(stderr, `${line}\n`),
    passing(line) {
      if (!isLookedAt) return;
      write(stderr, line);
      isPassing = true;
    },
    tone,
  };
}

/**
 * Text that came from a workbook, a file name or a service, safe to print: a cell can hold the codes that
 * move a terminal's cursor.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Bidi_Control}]+/gu, " ");
}

/** Columns side by side, as lines; the last column is not padded. Cells may carry colours. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ""))));
  return all.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - width(cell)))
      .join("  ")
      .trimEnd(),
  );
}

function width(cell: string): number {
  return [...stripVTControlCharacters(cell)].length;
}

/** A failure as a program reads it, in one language. */
export interface FailureDocument {
  readonly code: string;
  readonly what: string;
  readonly remedy: string;
  readonly place?: string;
  readonly cause?: string;
}

/** A failure in one language. */
export function inLanguage(failure: Failure, language: Language): FailureDocument {
  const { code, what, remedy, ...rest } = failure;
  return { code, what: what[language], remedy: remedy[language], ...rest };
}

/** A failure as a person reads it: what, where, what to do; the technical cause only when asked for. */
export function failureLines(
  failure: Failure,
  {
    language,
    tone,
    verbose,
  }: { readonly language: Language; readonly tone: Terminal["tone"]; readonly verbose: boolean },
): readonly string[] {
  const labels = language === "fr" ? ["Où", "Que faire", "Cause"] : ["Where", "What to do", "Cause"];
  const separator = language === "fr" ? " : " : ": ";
  const line = (label: string | undefined, text: string) => `  ${tone("strong", `${label}${separator}`)}${text}`;
  return [
    `${tone("bad", "✗")} ${failure.what[language]}`,
    ...(failure.place === undefined ? [] : [line(labels[0], printable(failure.place))]),
    line(labels[1], failure.remedy[language]),
    ...(verbose && failure.cause !== undefined ? [line(labels[2], failure.cause)] : []),
  ];
}
