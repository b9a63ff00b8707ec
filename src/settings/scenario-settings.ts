import { say } from "#lib/bilingual.ts";

import { onOrOff, setting } from "./setting.ts";

/** Settings of custom scenarios. */
export const scenarioSettings = {
  scenarioStandby: setting({
    name: "CARILLON_SCENARIO_STANDBY",
    schema: onOrOff,
    default: "on",
    about: say(
      "on : garde un Python prêt (environ 200 Mo) dès que l'école a un scénario personnel ; off : le démarre à chaque fois.",
      "on: keeps one Python ready (about 200 MB) once the school has a scenario of its own; off: starts it each time.",
    ),
  }),
} as const;
