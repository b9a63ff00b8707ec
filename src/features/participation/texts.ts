import { say, type Bilingual } from "#lib/bilingual.ts";

/** Zoom participants whom nobody knows yet. */
export function notRecognised(names: readonly string[]): Bilingual {
  const list = names.join(", ");
  return say(
    `Participants Zoom que Carillon ne relie à aucun élève du groupe : ${list}. Ils n'ont pas de points pour cette séance ; relier un nom à un élève n'est pas encore possible.`,
    `Zoom participants whom Carillon can't match with a student of the group: ${list}. They get no points for this session; matching a name by hand is not possible yet.`,
  );
}

export const notReady = say(
  "Zoom n'a pas encore fini la liste des présents : elle sera lue la prochaine fois.",
  "Zoom has not finished the list of participants yet: it will be read next time.",
);
