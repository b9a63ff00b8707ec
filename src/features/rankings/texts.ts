import { escapeHtml } from "#features/messages/rules.ts";
import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import { frenchDate } from "#lib/french.ts";

import type { PeriodName } from "./period-rules.ts";
import type { PointsRules } from "./points-rules.ts";
import type { Movement } from "./ports.ts";
import type { RankingLine } from "./rules.ts";

const medals: Readonly<Record<number, string>> = { 1: "🥇", 2: "🥈", 3: "🥉" };

/** What a ranking of a period is called. */
export const rankingHeadings: Readonly<Record<PeriodName, Bilingual>> = {
  day: say("Classement du jour", "Ranking of the day"),
  week: say("Classement de la semaine", "Ranking of the week"),
  month: say("Classement du mois", "Ranking of the month"),
  all: say("Classement général", "Overall ranking"),
};

export const newInRanking = say("nouveau", "new");

/** A published ranking, as its text and its picture tell it. */
export interface ToldRanking {
  readonly language: Language;
  readonly title: string;
  readonly period: PeriodName;
  readonly from: Instant;
  readonly cutOff: Instant;
  readonly zone: string;
  /** The first ranks, in reading order. */
  readonly lines: readonly RankingLine[];
  /** How many students are ranked. */
  readonly total: number;
}

/** The days of a ranking: `mardi 3 mars`, `du 2 au 8 mars`, `mars 2026`. */
export function periodInWords({ language, period, from, cutOff, zone }: Omit<ToldRanking, "lines" | "total">): string {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const write = (instant: Instant, options: Intl.DateTimeFormatOptions) => {
    const written = instant.toLocaleString(locale, { timeZone: zone, ...options });
    return language === "fr" ? frenchDate(written) : written;
  };
  const dayAndMonth = { day: "numeric", month: "long" } as const;
  if (period === "month") return write(cutOff, { month: "long", year: "numeric" });
  if (period === "day") return write(cutOff, { weekday: "long", ...dayAndMonth });
  const first = write(from, dayAndMonth);
  const last = write(cutOff, dayAndMonth);
  return language === "fr" ? `du ${first} au ${last}` : `${first} to ${last}`;
}

/** How many follow the lines shown; `undefined` when none does. */
export function followersInWords({ language, lines, total }: ToldRanking): string | undefined {
  const rest = total - lines.length;
  if (rest <= 0) return undefined;
  return language === "fr" ? `… et ${rest} autre${rest > 1 ? "s" : ""}` : `… and ${rest} more`;
}

/** A ranking as Telegram HTML: the first ranks, how many follow, and what gives points. */
export function rankingHtml(told: ToldRanking, rules: PointsRules): string {
  const { language, period, title, lines } = told;
  const rows = lines.map((line) => rankingLineHtml(line, language, false));
  const followers = followersInWords(told);
  return [
    `🏆 <b>${rankingHeadings[period][language]}</b> — ${escapeHtml(title)}`,
    periodInWords(told),
    "",
    ...rows,
    ...(followers === undefined ? [] : [followers]),
    "",
    `<i>${rulesInWords(rules)[language]}</i>`,
  ].join("\n");
}

/** One line of a ranking as Telegram HTML; `isOwn` marks the reader's own. */
export function rankingLineHtml(line: RankingLine, language: Language, isOwn: boolean): string {
  const unit = Math.abs(line.points) === 1 ? "point" : "points";
  const moved = movementSign(line.movement, language);
  const place = medals[line.rank] ?? `${line.rank}.`;
  const own = isOwn ? " 👈" : "";
  return `${place} ${escapeHtml(line.name)} — <b>${line.points}</b> ${unit}${moved}${own}`;
}

function movementSign(moved: Movement | undefined, language: Language): string {
  if (moved === undefined || moved === 0) return "";
  if (moved === "new") return ` 🆕 ${newInRanking[language]}`;
  return moved > 0 ? ` ▲${moved}` : ` ▼${-moved}`;
}

function points(n: number): string {
  return `${n} point${Math.abs(n) === 1 ? "" : "s"}`;
}

/** What gives points, in one sentence. */
export function rulesInWords(rules: PointsRules): Bilingual {
  const streak = rules.streakLength > 0;
  return say(
    `Une présence au cours vaut ${points(rules.perAttendance)}, un message au groupe ${points(rules.perMessage)} (au plus ${rules.messagesPerDay} messages par jour)${streak ? `, ${rules.streakLength} cours de suite ${points(rules.perStreak)}` : ""}. /why dit d'où viennent les vôtres.`,
    `Being in class gives ${points(rules.perAttendance)}, a message in the group ${points(rules.perMessage)} (at most ${rules.messagesPerDay} messages a day)${streak ? `, ${rules.streakLength} classes in a row ${points(rules.perStreak)}` : ""}. /why tells where yours come from.`,
  );
}

export const tooLate = say(
  "Cette publication a été manquée et minuit est passé : les points comptent dans le prochain classement.",
  "This publication was missed and midnight has passed: the points count in the next ranking.",
);

export function nobodyScored(title: string): Bilingual {
  return say(
    `Personne n'a de point depuis le dernier classement de « ${title} » : rien n'est publié.`,
    `Nobody has a point since the last ranking of "${title}": nothing is published.`,
  );
}

export function nobodyScoredElsewhere(groups: number): Bilingual {
  return say(
    `Dans ${groups} autres groupes non plus, personne n'a de point depuis leur dernier classement.`,
    `Nor has anybody a point in ${groups} other groups since their last ranking.`,
  );
}

/** A ranking whose message the database refused, while those of the others were written. */
export function notAnnounced(title: string): Pick<Failure, "code" | "what"> {
  return {
    code: "ranking.not-announced",
    what: say(
      `Le classement de « ${title} » est calculé, mais son message n'a pas pu être écrit. Les autres groupes ont le leur.`,
      `The ranking of "${title}" is computed, but its message could not be written. The other groups have theirs.`,
    ),
  };
}

export const participationMissing = say(
  "Les présences n'ont pas pu être lues chez Zoom : le classement compte les messages, les présences compteront dans le prochain.",
  "The attendance could not be read from Zoom: the ranking counts the messages, the attendance will count in the next one.",
);

/** Silent students who got no word, for the operator: how many, and the first of them. */
export function silentOthers(students: readonly { readonly name: string; readonly groupTitle: string }[]): Bilingual {
  const some = students
    .slice(0, 10)
    .map(({ name, groupTitle }) => `${name} (${groupTitle})`)
    .join(", ");
  const more = students.length > 10 ? " …" : "";
  return say(
    `Silencieux depuis 48 heures et sans message privé : ${students.length}. ${some}${more}. « carillon badges silent » donne la liste.`,
    `Silent for 48 hours and without a private word: ${students.length}. ${some}${more}. \`carillon badges silent\` lists them.`,
  );
}

export function wrongRules(wrong: readonly Bilingual[]): Failure {
  return {
    code: "points.rules",
    what: say(wrong.map((one) => one.fr).join("\n"), wrong.map((one) => one.en).join("\n")),
    remedy: say("Corrigez ces nombres.", "Correct these numbers."),
  };
}

export function noSuchGrant(source: string): Failure {
  return {
    code: "points.unknown",
    what: say(`Le registre n'a pas de ligne « ${source} ».`, `The ledger has no line "${source}".`),
    remedy: say(
      "« carillon points show ÉLÈVE » donne les sources.",
      "`carillon points show STUDENT` tells the sources.",
    ),
    place: source,
  };
}

/** Points that nobody took back, so that there is nothing to give back. */
export function notRevoked(source: string): Failure {
  return {
    code: "points.not-revoked",
    what: say(`« ${source} » n'a pas été repris.`, `"${source}" was not taken back.`),
    remedy: say("Il n'y a rien à rendre : donnez des points.", "There is nothing to give back: give points."),
    place: source,
  };
}

export function followsFromFacts(source: string): Failure {
  return {
    code: "points.from-facts",
    what: say(
      `Les points de « ${source} » viennent de faits : ils changent avec eux.`,
      `The points of "${source}" come from facts: they change with them.`,
    ),
    remedy: say(
      "Corrigez la présence, ou donnez des points à la main.",
      "Correct the attendance, or give points by hand.",
    ),
    place: source,
  };
}

export function noSuchLine(id: number): Failure {
  return {
    code: "points.line-unknown",
    what: say(`Vous n'avez pas de ligne n° ${id}.`, `You have no line number ${id}.`),
    remedy: say("/why donne les numéros.", "/why tells the numbers."),
  };
}

export function tooManyContests(most: number): Failure {
  return {
    code: "contest.too-many",
    what: say(`${most} contestations attendent déjà une réponse.`, `${most} contests wait for an answer already.`),
    remedy: say("Attendez la réponse de l'école.", "Wait for the school's answer."),
  };
}

export function noSuchContest(id: number): Failure {
  return {
    code: "contest.unknown",
    what: say(`Il n'y a pas de contestation n° ${id}.`, `There is no contest number ${id}.`),
    remedy: say("« carillon contests » donne la liste.", "`carillon contests` lists them."),
  };
}

export function contestClosed(id: number): Failure {
  return {
    code: "contest.closed",
    what: say(`La contestation n° ${id} a déjà sa réponse.`, `Contest number ${id} has its answer already.`),
    remedy: say(
      "« carillon points give » corrige encore si besoin.",
      "`carillon points give` still corrects if need be.",
    ),
  };
}

export const noSuchRanking: Failure = {
  code: "ranking.unknown",
  what: say("Ce classement n'existe pas.", "There is no such ranking."),
  remedy: say("La page Classements donne la liste.", "The page Rankings lists them."),
};

export function levelUnknown(level: string): Failure {
  return {
    code: "ranking.level-unknown",
    what: say(`Aucun cours n'a le niveau « ${level} ».`, `No course has the level "${level}".`),
    remedy: say("Choisissez un niveau de la liste.", "Choose a level of the list."),
    place: level,
  };
}
