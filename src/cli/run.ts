import { say } from "#lib/bilingual.ts";

import type { Command } from "./command.ts";
import { followRun } from "./follow-run.ts";
import { showMeetingPlan } from "./meetings.ts";
import { misused, wrongValue } from "./usage-failures.ts";

/** `carillon run SCENARIO`: one run by hand. */
export const run: Command = {
  name: "run",
  summary: say("Lance un scénario à la main et attend sa fin.", "Runs a scenario by hand and waits for its end."),
  usage: ["run SCENARIO", "run create_zoom_links --dry-run"],
  options: {
    "dry-run": {
      type: "boolean",
      about: say(
        "Pour create_zoom_links : montre ce qui serait fait et ce qui ne tient pas, sans rien créer.",
        "For create_zoom_links: shows what would be done and what does not fit, creating nothing.",
      ),
    },
  },
  details: say(
    "Si un Carillon tourne déjà sur ce dossier, c'est lui qui travaille ; sinon cette commande le fait, et attend aussi les scénarios qui s'enchaînent. Un scénario désactivé se lance aussi à la main.",
    "If a Carillon already runs on this folder, it does the work; otherwise this command does, and also waits for the scenarios that follow. A disabled scenario can be run by hand too.",
  ),
  words: { least: 1, most: 1 },
  run: async (context) => {
    const scenario = context.words[0] ?? "";
    if (context.values["dry-run"] !== true) return await followRun(context, { scenario });
    if (scenario === "create_zoom_links") return await showMeetingPlan(context);
    const only = say(
      "Seul create_zoom_links se montre ainsi ; pour le classeur : « carillon import FILE --dry-run ».",
      "Only create_zoom_links can be shown so; for the workbook: `carillon import FILE --dry-run`.",
    );
    return misused(context, wrongValue("--dry-run", scenario, only));
  },
};
