import { readFile } from "node:fs/promises";

import { modelStubs, type ModelShape } from "#features/scenarios/model-rules.ts";

/** The part of the stub that is the same in every school: queries, bot, workbook, log. */
const frame = new URL("../../../python/stub-frame.pyi", import.meta.url);

/** `carillon/__init__.pyi`: what an editor reads to complete and check the names of a scenario. */
export async function scenarioStub(models: readonly ModelShape[]): Promise<string> {
  return `${await readFile(frame, "utf8")}\n${modelStubs(models)}`;
}
