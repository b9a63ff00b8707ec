import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import type { World } from "./world.ts";

const workbook = join(mkdtempSync(join(tmpdir(), "carillon-bot-")), "school.xlsx");
await writeDemoWorkbook(workbook, { seed: 7 });

/** What a world needs so that its school has a week of the demo's timetable. */
export const fixtureWeek = {
  hosts: [
    "awa.sissoko",
    "benoit.charrier",
    "clemence.ndour",
    "drissa.keita",
    "elsa.vandamme",
    "farid.ozanne",
    "pool-1",
  ].map((name) => `${name}@demo.example`),
  settings: { CARILLON_WORKBOOK: workbook, CARILLON_AUDIENCE_ZONES: "Africa/Abidjan,Europe/Paris" },
};

/** The message that a chat got last. */
export function lastTo(world: World, chatId: string) {
  const last = world.telegram.ledger.to(chatId).at(-1);
  if (last === undefined) throw new Error(`nothing was sent to ${chatId}`);
  return last;
}
