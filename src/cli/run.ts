import { say } from "#lib/bilingual.ts";

import type { Command } from "./command.ts";
import { followRun } from "./follow-run.ts";

/** `carillon run SCENARIO`: one run by hand. */
export const run: Command = {
  name: "run",
  summary: say("Lance un scénario à la main et attend sa fin.", "Runs a scenario by hand and waits for its end."),
  usage: ["run SCENARIO"],
  options: {},
  details: say(
    "Si un Carillon tourne déjà sur ce dossier, c'est lui qui travaille ; sinon cette commande le fait, et attend aussi les scénarios qui s'enchaînent. Un scénario désactivé se lance aussi à la main.",
    "If a Carillon already runs on this folder, it does the work; otherwise this command does, and also waits for the scenarios that follow. A disabled scenario can be run by hand too.",
  ),
  words: { least: 1, most: 1 },
  run: async (context) => await followRun(context, { scenario: context.words[0] ?? "" }),
};
