import { z } from "zod";

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
  newShapes: setting({
    name: "CARILLON_NEW_SHAPES",
    schema: z.enum(["ask", "take"]),
    default: "ask",
    about: say(
      "Un classeur fait autrement que tous les précédents : « ask » attend qu'une personne confirme une fois ses colonnes, « take » le prend quand elles ne laissent aucun doute.",
      "A workbook made unlike any before: `ask` waits until a person confirms its columns once, `take` takes it when they leave no doubt.",
    ),
  }),
} as const;
