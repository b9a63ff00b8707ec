import { escapeHtml } from "#features/messages/rules.ts";
import { say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";

import { topRanks, type RankingLine } from "./rules.ts";

const medals: Readonly<Record<number, string>> = { 1: "🥇", 2: "🥈", 3: "🥉" };

/** The ranking of a day as Telegram HTML: the first five ranks, and how many follow. */
export function rankingHtml({
  language,
  title,
  lines,
  cutOff,
  zone,
}: {
  readonly language: Language;
  readonly title: string;
  readonly lines: readonly RankingLine[];
  readonly cutOff: Instant;
  readonly zone: string;
}): string {
  const shown = lines.filter((line) => line.rank <= topRanks);
  const rest = lines.length - shown.length;
  const day = cutOff.toLocaleString(language === "fr" ? "fr-FR" : "en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
  });
  const heading = language === "fr" ? "Classement du jour" : "Ranking of the day";
  const rows = shown.map((line) => {
    const unit = line.points === 1 ? "point" : "points";
    return `${medals[line.rank] ?? `${line.rank}.`} ${escapeHtml(line.name)} — <b>${line.points}</b> ${unit}`;
  });
  const more =
    rest === 0 ? [] : [language === "fr" ? `… et ${rest} autre${rest > 1 ? "s" : ""}` : `… and ${rest} more`];
  const why =
    language === "fr"
      ? "Une présence au cours vaut 10 points, un message au groupe 1 point."
      : "Being in class gives 10 points, a message in the group 1 point.";
  return [`🏆 <b>${heading}</b> — ${escapeHtml(title)}`, day, "", ...rows, ...more, "", `<i>${why}</i>`].join("\n");
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

export const participationMissing = say(
  "Les présences n'ont pas pu être lues chez Zoom : le classement compte les messages, les présences compteront dans le prochain.",
  "The attendance could not be read from Zoom: the ranking counts the messages, the attendance will count in the next one.",
);
