import { say } from "#lib/bilingual.ts";

import { setting, text } from "./setting.ts";

/** Settings of the timetable. */
export const timetableSettings = {
  workbook: setting({
    name: "CARILLON_WORKBOOK",
    schema: text,
    default: undefined,
    about: say(
      "Classeur de l'école : un chemin, ou une adresse https (un lien Google Sheets par exemple). Par défaut, le dernier importé.",
      "The school's workbook: a path, or an https address (a Google Sheets link for example). By default the one imported last.",
    ),
  }),
} as const;
