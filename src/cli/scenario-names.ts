import type { Db } from "#database/open.ts";
import { builtInNames } from "#features/scenarios/rules.ts";
import { unknownScenario } from "#features/scenarios/texts.ts";
import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import { nearest } from "./nearest.ts";

/** Why there is no such scenario, with the one that was probably meant; `undefined` when there is one. */
export async function refuseUnknownScenario(db: Db | undefined, name: string): Promise<Failure | undefined> {
  const names = await scenarioNames(db);
  if (names.includes(name)) return undefined;
  const failure = unknownScenario(name);
  const meant = nearest(name, names);
  const list = names.join(", ");
  return {
    ...failure,
    remedy:
      meant === undefined
        ? say(`Les scénarios sont : ${list}.`, `The scenarios are: ${list}.`)
        : say(
            `Vouliez-vous dire « ${meant} » ? Les scénarios sont : ${list}.`,
            `Did you mean \`${meant}\`? The scenarios are: ${list}.`,
          ),
    place: name,
  };
}

/** The built-in ones are there even before the first start creates their rows. */
async function scenarioNames(db: Db | undefined): Promise<readonly string[]> {
  if (db === undefined) return builtInNames;
  const { listScenarios } = await import("#features/scenarios/store.ts");
  const rows = await listScenarios(db);
  return [...new Set([...builtInNames, ...rows.map((row) => row.name)])];
}
