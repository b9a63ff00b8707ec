import { z } from "zod";

import type { PythonEnd, TraceStep } from "#features/scenarios/python-rules.ts";
import { storable } from "#lib/storable.ts";

import type { Frame } from "./frames.ts";

const text = (most: number) => z.string().transform((value) => clean(value, most));
const number = z.number().int().min(0).max(1_000_000).nullish();

const step = z.object({ line: z.number().int().min(0).max(1_000_000), in: text(100), text: text(300) });

const end = z.discriminatedUnion("how", [
  z.object({
    how: z.literal("returned"),
    success: z.boolean(),
    message: text(2_000),
    unsaved: z.number().int().min(0).optional(),
  }),
  z.object({ how: z.literal("raised"), type: text(100), message: text(2_000), steps: z.array(step).max(12) }),
  z.object({ how: z.literal("wrong-return"), shown: text(200) }),
  z.object({ how: z.literal("no-function") }),
  z.object({
    how: z.literal("syntax"),
    type: text(100),
    message: text(500),
    line: number,
    column: number,
    text: text(300),
  }),
  z.object({ how: z.literal("checked"), defines: z.boolean() }),
]);

/** How the child says that its order ended; `undefined` when our Python would never say it so. */
export function readEnd(frame: Frame): PythonEnd | undefined {
  const read = end.safeParse(frame);
  if (!read.success) return undefined;
  const said = read.data;
  if (said.how === "returned") return { ...said, unsaved: said.unsaved ?? 0 };
  if (said.how === "raised") return { ...said, steps: said.steps satisfies readonly TraceStep[] };
  if (said.how === "syntax") return { ...said, line: said.line ?? undefined, column: said.column ?? undefined };
  return said;
}

function clean(value: string, most: number): string {
  return storable(value.slice(0, most));
}
