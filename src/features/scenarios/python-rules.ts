import { storable } from "#lib/storable.ts";

/** What came of a scenario's Python, as its process said it or as it was stopped. */
export type PythonEnd =
  /** `run_scenario` returned `(success, message)`; `unsaved`: changes that were never committed. */
  | { readonly how: "returned"; readonly success: boolean; readonly message: string; readonly unsaved: number }
  | { readonly how: "raised"; readonly type: string; readonly message: string; readonly steps: readonly TraceStep[] }
  /** `shown`: what was returned instead of `(success, message)`. */
  | { readonly how: "wrong-return"; readonly shown: string }
  /** The code defines no `run_scenario`. */
  | { readonly how: "no-function" }
  | {
      readonly how: "syntax";
      readonly type: string;
      readonly message: string;
      readonly line: number | undefined;
      readonly column: number | undefined;
      readonly text: string;
    }
  /** Only looked at, never run: it is Python. */
  | { readonly how: "checked"; readonly defines: boolean }
  | { readonly how: "stopped"; readonly by: StoppedBy; readonly cause: string };

/** Why a process was ended before it had said anything. */
export type StoppedBy =
  | "time"
  | "cpu"
  | "memory"
  | "output"
  | "calls"
  | "cancelled"
  | "closing"
  /** The process died by itself. */
  | "crash"
  /** The system ended the process, as it does when the machine's memory is full. */
  | "starved"
  /** It wrote what our Python never writes. */
  | "forged"
  /** It could not be started. */
  | "no-start";

/** One line of the author's code on the way to an error. */
export interface TraceStep {
  readonly line: number;
  readonly in: string;
  readonly text: string;
}

/** What a process may use, as the host watches it. */
export interface Walls {
  readonly seconds: number;
  readonly memoryMegabytes: number;
  readonly calls: number;
  /** Bytes of log, over which the run is ended. */
  readonly outputBytes: number;
}

/** A traceback as Python's authors know it, of their own lines only. */
export function tracebackOf(end: Extract<PythonEnd, { how: "raised" }>, file: string): string {
  const steps = end.steps.flatMap((step) => [
    `  File "${file}", line ${step.line}, in ${step.in}`,
    ...(step.text === "" ? [] : [`    ${step.text}`]),
  ]);
  const last = end.message === "" ? end.type : `${end.type}: ${end.message}`;
  return ["Traceback (most recent call last):", ...steps, last].join("\n");
}

/** Text from outside made safe to keep, and not too long. */
export function keptText(value: unknown, most: number): string {
  if (typeof value !== "string") return "";
  const whole = value.length > most ? `${value.slice(0, most)}…` : value;
  return storable(whole);
}
