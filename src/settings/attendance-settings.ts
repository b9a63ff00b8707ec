import { say } from "#lib/bilingual.ts";

import { setting, wholeNumber } from "./setting.ts";

/** Settings of attendance. */
export const attendanceSettings = {
  presentPercent: setting({
    name: "CARILLON_PRESENT_PERCENT",
    schema: wholeNumber(1, 100),
    default: "50",
    about: say(
      "À partir de quelle part d'une séance, en pour cent, un élève est présent.",
      "From which share of a session, in percent, a student is present.",
    ),
  }),
  lateMinutes: setting({
    name: "CARILLON_LATE_MINUTES",
    schema: wholeNumber(0, 120),
    default: "10",
    about: say(
      "Un élève qui entre plus de tant de minutes après le début est en retard.",
      "A student who enters more than so many minutes after the start is late.",
    ),
  }),
  leftEarlyMinutes: setting({
    name: "CARILLON_LEFT_EARLY_MINUTES",
    schema: wholeNumber(0, 120),
    default: "10",
    about: say(
      "Un élève qui sort plus de tant de minutes avant la fin est parti tôt.",
      "A student who leaves more than so many minutes before the end left early.",
    ),
  }),
} as const;
