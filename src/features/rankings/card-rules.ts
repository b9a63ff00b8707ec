import type { RankingCard, SchoolLook } from "./ports.ts";
import { followersInWords, newInRanking, periodInWords, rankingHeadings, type ToldRanking } from "./texts.ts";

/** A published ranking as a picture's card. */
export function cardOf(told: ToldRanking, look: SchoolLook): RankingCard {
  const { language } = told;
  return {
    kind: "ranking",
    look,
    heading: rankingHeadings[told.period][language],
    group: told.title,
    period: periodInWords(told),
    lines: told.lines.map((line) => ({
      rank: line.rank,
      name: line.name,
      studentId: line.studentId,
      points: line.points.toLocaleString(language === "fr" ? "fr-FR" : "en-GB"),
      movement: line.movement,
    })),
    more: followersInWords(told),
    newWord: newInRanking[language],
  };
}
