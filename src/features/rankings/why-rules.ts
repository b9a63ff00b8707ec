import { escapeHtml } from "#features/messages/rules.ts";
import { count, join, say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { frenchDate } from "#lib/french.ts";

import type { EntryDetails, EntryReason } from "./points-rules.ts";

/** A ledger line as it is explained. */
export interface ExplainedEntry {
  readonly id: number;
  readonly points: number;
  readonly reason: EntryReason;
  readonly source: string;
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly factAt: Instant | null;
  readonly rulesVersion: number;
  readonly details: EntryDetails | null;
  readonly groupTitle: string;
}

const reasonWords: Readonly<Record<EntryReason, Bilingual>> = {
  message: say("messages", "messages"),
  attendance: say("présence au cours", "being in class"),
  streak: say("cours de suite", "classes in a row"),
  bonus: say("bonus", "bonus"),
  malus: say("malus", "malus"),
  contest: say("réponse à une contestation", "answer to a contest"),
  correction: say("correction", "correction"),
};

function dayOf(entry: ExplainedEntry, zone: string): Bilingual {
  const at = entry.factAt ?? entry.recordedAt;
  const options = { timeZone: zone, day: "numeric", month: "long" } as const;
  return say(frenchDate(at.toLocaleString("fr-FR", options)), at.toLocaleString("en-GB", options));
}

/** Where the points of one ledger line come from, in one sentence without its number of points. */
export function whyOf(entry: ExplainedEntry, zone: string): Bilingual {
  const day = dayOf(entry, zone);
  const what = factOf(entry, day);
  return entry.revision === 0 ? what : join(what, correctionOf(entry));
}

function factOf(entry: ExplainedEntry, day: Bilingual): Bilingual {
  const { details, reason } = entry;
  if (reason === "message" && details?.written !== undefined) {
    const written = count(details.written, "message", "messages", "message", "messages");
    const { counted = 0, cap = 0 } = details;
    const limit =
      counted > cap
        ? say(`, ${cap} au plus comptent`, `, at most ${cap} count`)
        : counted < details.written
          ? say(`, dont ${counted} assez espacés`, `, ${counted} of them far enough apart`)
          : say("", "");
    return say(`${written.fr} le ${day.fr}${limit.fr}`, `${written.en} on ${day.en}${limit.en}`);
  }
  if (reason === "attendance") {
    const minutes = details?.minutes ?? 0;
    return details?.present === false
      ? say(`cours du ${day.fr} : ${minutes} min, pas présent`, `class of ${day.en}: ${minutes} min, not present`)
      : say(`présent au cours du ${day.fr} (${minutes} min)`, `in class on ${day.en} (${minutes} min)`);
  }
  if (reason === "streak" && details?.streak !== undefined) {
    return say(`${details.streak} cours de suite le ${day.fr}`, `${details.streak} classes in a row on ${day.en}`);
  }
  const words = details?.words === undefined ? "" : ` : ${details.words}`;
  const own = reasonWords[reason];
  return say(`${own.fr} du ${day.fr}${words}`, `${own.en} of ${day.en}${words.replace(" :", ":")}`);
}

/** What a correction changed, and why. */
function correctionOf({ details, rulesVersion }: ExplainedEntry): Bilingual {
  const change = `${details?.before ?? 0} → ${details?.after ?? 0}`;
  if (details?.cause === "rules") {
    return say(
      `— les règles ont changé (version ${rulesVersion}) : ${change}`,
      `— the rules changed (version ${rulesVersion}): ${change}`,
    );
  }
  if (details?.cause === "revoked") return say(`— repris : ${change}`, `— taken back: ${change}`);
  if (details?.cause === "given back") return say(`— rendu : ${change}`, `— given back: ${change}`);
  if (typeof details?.corrected === "string") {
    return say(
      `— présence corrigée (${details.corrected}) : ${change}`,
      `— attendance corrected (${details.corrected}): ${change}`,
    );
  }
  return say(`— nouveau compte : ${change}`, `— counted again: ${change}`);
}

/** The answer to `/why`: totals by group, then the last lines with their numbers. */
export function whyHtml(
  {
    totals,
    entries,
  }: {
    readonly totals: readonly { readonly groupTitle: string; readonly points: number }[];
    readonly entries: readonly ExplainedEntry[];
  },
  zone: string,
  language: Language,
): string {
  const head = totals.map(({ groupTitle, points }) => `<b>${escapeHtml(groupTitle)}</b> : ${points}`);
  if (entries.length === 0) return escapeHtml(noPoints[language]);
  const lines = entries.map(
    (entry) => `#${entry.id}  <b>${signed(entry.points)}</b>  ${escapeHtml(whyOf(entry, zone)[language])}`,
  );
  return [
    `🧾 ${escapeHtml(yourPoints[language])}`,
    ...head,
    "",
    ...lines,
    "",
    `<i>${escapeHtml(contestHint[language])}</i>`,
  ].join("\n");
}

/** `+10`, `-3`. */
export function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}

const yourPoints = say("Vos points", "Your points");
const noPoints = say("Vous n'avez pas encore de points.", "You have no points yet.");
const contestHint = say(
  "Une erreur ? /contest NUMÉRO ce qui ne va pas. Des points manquent ? /contest ce qui manque.",
  "A mistake? /contest NUMBER what is wrong. Points are missing? /contest what is missing.",
);

/** A contest for the school's admin: who, what they say, and what the ledger holds. */
export function contestInWords(
  contest: { readonly id: number; readonly words: string; readonly source: string | null },
  studentName: string,
  evidence: readonly ExplainedEntry[],
  zone: string,
): Bilingual {
  const lines = (language: Language) =>
    evidence.map(
      (entry) => `#${entry.id} ${signed(entry.points)} ${entry.groupTitle}: ${whyOf(entry, zone)[language]}`,
    );
  return say(
    [
      `Contestation n° ${contest.id} de ${studentName} : « ${contest.words} »`,
      ...lines("fr"),
      `Répondre : carillon contests accept ${contest.id} POINTS "réponse", ou reject ${contest.id} "réponse".`,
    ].join("\n"),
    [
      `Contest number ${contest.id} of ${studentName}: "${contest.words}"`,
      ...lines("en"),
      `Answer: carillon contests accept ${contest.id} POINTS "answer", or reject ${contest.id} "answer".`,
    ].join("\n"),
  );
}

/** The school's answer to a contest, for the student. */
export function contestAnswerHtml(
  contest: {
    readonly id: number;
    readonly state: string;
    readonly points: number | null;
    readonly answer: string | null;
  },
  language: Language,
): string {
  const accepted = contest.state === "accepted";
  const head = accepted
    ? say(`✅ Votre contestation n° ${contest.id} est acceptée`, `✅ Your contest number ${contest.id} is accepted`)
    : say(
        `Votre contestation n° ${contest.id} n'est pas acceptée`,
        `Your contest number ${contest.id} is not accepted`,
      );
  const points = contest.points === null || contest.points === 0 ? "" : ` (${signed(contest.points)})`;
  return `${head[language]}${points}.\n${escapeHtml(contest.answer ?? "")}`;
}

/** The private word to a student who was silent. */
export function nudgeHtml(
  student: { readonly name: string; readonly groupTitle: string; readonly language: Language },
  schoolName: string,
): string {
  const [name, group, school] = [student.name, student.groupTitle, schoolName].map(escapeHtml);
  return student.language === "fr"
    ? `👋 Bonjour ${name} ! On ne vous a pas vu depuis deux jours dans « ${group} ». Un petit mot dans le groupe, et à bientôt en cours.\n<i>${school} · /nudge off arrête ces messages.</i>`
    : `👋 Hello ${name}! We have not seen you in "${group}" for two days. Write a word in the group, and see you in class.\n<i>${school} · /nudge off stops these messages.</i>`;
}
