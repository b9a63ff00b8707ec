import type { ImportTouches } from "#app/rehearse-import.ts";
import type { MessageReport } from "#features/messages/generate-messages.ts";
import { count, join, say, type Bilingual } from "#lib/bilingual.ts";

/** So many names are told; the others are counted. */
const named = 8;

/** What is said when a scenario would change nothing. */
export const nothingToDo: Bilingual = say("Il ne changerait rien.", "It would change nothing.");

/** Names one after the other: `A, B, and 3 others`. */
function listed(names: readonly string[]): Bilingual {
  const first = names.slice(0, named).join(", ");
  const others = names.length - named;
  return others > 0 ? say(`${first} et ${others} de plus`, `${first} and ${others} more`) : say(first, first);
}

/** What a workbook would do to the timetable. */
export function workbookRead(
  file: string,
  diff: { readonly added: number; readonly changed: number; readonly removed: number; readonly unchanged: number },
): Bilingual {
  const { added, changed, removed, unchanged } = diff;
  return say(
    `Il lirait « ${file} » : ${added} ligne(s) en plus, ${changed} changée(s), ${removed} en moins, ${unchanged} inchangée(s).`,
    `It would read "${file}": ${added} line(s) added, ${changed} changed, ${removed} removed, ${unchanged} unchanged.`,
  );
}

/** What it would leave out, or stop at. */
export const wouldStop: Bilingual = say(
  "Il s'arrêterait là : plus d'un tiers des lignes partirait. Importez le classeur à la main pour l'accepter.",
  "It would stop there: more than a third of the lines would go. Import the workbook by hand to agree.",
);

/** Lines of the workbook that are wrong. */
export function problemsThere(problems: number): Bilingual {
  return join(
    count(problems, "problème", "problèmes", "problem", "problems"),
    say("dans le classeur.", "in the workbook."),
  );
}

/** What follows from a workbook in the coming days. */
export function touchesThere({ sessions, meetings, messages }: ImportTouches): readonly Bilingual[] {
  const alerted = messages.alerted;
  return [
    ...some(
      sessions.length,
      "séance à venir changerait",
      "séances à venir changeraient",
      "coming session would change",
      "coming sessions would change",
    ),
    ...some(
      meetings.opened + meetings.changed + meetings.deleted,
      "réunion Zoom suivrait",
      "réunions Zoom suivraient",
      "Zoom meeting would follow",
      "Zoom meetings would follow",
    ),
    ...some(
      alerted,
      "groupe déjà prévenu le serait du changement",
      "groupes déjà prévenus le seraient du changement",
      "group that was told would be told of the change",
      "groups that were told would be told of the change",
    ),
  ];
}

/** What would be done about rooms. */
export const deedsThere = {
  create: (n: number) =>
    some(
      n,
      "réunion serait créée",
      "réunions seraient créées",
      "meeting would be created",
      "meetings would be created",
    ),
  update: (n: number) =>
    some(
      n,
      "réunion serait changée",
      "réunions seraient changées",
      "meeting would be changed",
      "meetings would be changed",
    ),
  delete: (n: number) =>
    some(
      n,
      "réunion serait supprimée",
      "réunions seraient supprimées",
      "meeting would be deleted",
      "meetings would be deleted",
    ),
  wait: (n: number) =>
    some(
      n,
      "réunion changée chez Zoom attend votre choix",
      "réunions changées chez Zoom attendent votre choix",
      "meeting changed at Zoom waits for your choice",
      "meetings changed at Zoom wait for your choice",
    ),
  unplaced: (n: number) =>
    some(
      n,
      "séance n'aurait pas de réunion",
      "séances n'auraient pas de réunion",
      "session would have no meeting",
      "sessions would have no meeting",
    ),
};

/** What would be written. */
export function messagesThere({ created, changed, failed }: MessageReport): readonly Bilingual[] {
  return [
    ...some(
      created,
      "message serait écrit",
      "messages seraient écrits",
      "message would be written",
      "messages would be written",
    ),
    ...some(
      changed,
      "message serait réécrit ou retiré",
      "messages seraient réécrits ou retirés",
      "message would be rewritten or withdrawn",
      "messages would be rewritten or withdrawn",
    ),
    ...some(
      failed,
      "séance n'aurait pas de message",
      "séances n'auraient pas de message",
      "session would have no message",
      "sessions would have no message",
    ),
  ];
}

/** What would leave, and where to. */
export function remindersThere(reminders: number, groups: readonly string[]): readonly Bilingual[] {
  return some(
    reminders,
    "rappel partirait, vers",
    "rappels partiraient, vers",
    "reminder would leave, to",
    "reminders would leave, to",
  ).map((line) => join(line, listed(groups)));
}

/** How the mode changes what leaves. */
export const modesThere = {
  live: [],
  dry: [say("Mode à blanc : rien ne partirait vraiment.", "Dry mode: nothing would really leave.")],
  "test group": [say("Mode test : tout irait au groupe de test.", "Test mode: all would go to the test group.")],
} as const satisfies Readonly<Record<string, readonly Bilingual[]>>;

/** Which groups would get a ranking. */
export function rankingsThere(groups: readonly string[]): readonly Bilingual[] {
  return some(
    groups.length,
    "groupe a eu cours depuis son dernier classement :",
    "groupes ont eu cours depuis leur dernier classement :",
    "group had a class since its last ranking:",
    "groups had a class since their last ranking:",
  ).map((line) => join(line, listed(groups)));
}

/** The longer periods that end today. */
export const longerThere = {
  week: say("Les classements de la semaine seraient publiés aussi.", "The week's rankings would be published too."),
  month: say("Les classements du mois seraient publiés aussi.", "The month's rankings would be published too."),
};

/** A person wants to see them first. */
export const heldThere: Bilingual = say(
  "Ils attendraient votre accord : les classements de ce jour sont retenus.",
  "They would wait for your word: this day's rankings are held.",
);

function some(n: number, ...words: readonly [string, string, string, string]): readonly Bilingual[] {
  return n === 0 ? [] : [count(n, ...words)];
}
