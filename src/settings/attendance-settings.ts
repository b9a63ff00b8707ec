import { say } from "#lib/bilingual.ts";

import { setting, wholeNumber, yesOrNo } from "./setting.ts";

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
  askStudents: setting({
    name: "CARILLON_ASK_STUDENTS",
    schema: yesOrNo,
    default: "yes",
    about: say(
      "yes : demande en privé à un élève si un nom vu dans Zoom était le sien ; no : seule l'école répond.",
      "yes: asks a student in private whether a name seen in Zoom was theirs; no: only the school answers.",
    ),
  }),
  keepFilesDays: setting({
    name: "CARILLON_KEEP_FILES_DAYS",
    schema: wholeNumber(0, 36_500).refine((days) => days === 0 || days >= 7, "0, or at least 7 days"),
    default: "90",
    about: say(
      "Après tant de jours, les images et documents des messages partis ne sont plus gardés ici ; Telegram les garde. 0 : gardés toujours.",
      "After so many days pictures and documents of messages that left are no longer kept here; Telegram keeps them. 0: kept for ever.",
    ),
  }),
  keepDays: setting({
    name: "CARILLON_KEEP_DAYS",
    schema: wholeNumber(0, 36_500).refine((days) => days === 0 || days >= 60, "0, or at least 60 days"),
    default: "730",
    about: say(
      "Après tant de jours, les noms et adresses vus dans Zoom, les questions privées et les élèves jamais revus sont effacés ; les points restent, sans nom. 0 : jamais.",
      "After so many days names and addresses seen in Zoom, private questions and students never seen again are erased; the points stay, without a name. 0: never.",
    ),
  }),
} as const;
