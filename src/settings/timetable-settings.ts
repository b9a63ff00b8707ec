import { say } from "#lib/bilingual.ts";

import { setting, text } from "./setting.ts";

/** Settings of the timetable. */
export const timetableSettings = {
  workbook: setting({
    name: "CARILLON_WORKBOOK",
    schema: text,
    default: undefined,
    about: say(
      "Chemin du classeur de l'école. Par défaut, le dernier fichier importé.",
      "Path of the school's workbook. By default the file imported last.",
    ),
  }),
} as const;
