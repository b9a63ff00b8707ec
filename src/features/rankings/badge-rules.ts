import { count, say, type Bilingual, type Language } from "#lib/bilingual.ts";

import type { BadgeCard, SchoolLook } from "./ports.ts";

/** The badges that can be awarded. */
export type BadgeName = "perfect-week" | "streak" | "most-improved" | "helper";

/** Sessions in a row for which a streak is a badge. */
export const streakSteps = [5, 10, 20, 50, 100] as const;

/** A perfect week has at least so many sessions: one alone is no feat. */
export const leastSessionsOfPerfectWeek = 2;

/** The most improved gained at least so many points on their week before. */
export const leastImprovement = 10;

/** A badge's title. */
export function badgeTitle(badge: BadgeName, amount: number): Bilingual {
  switch (badge) {
    case "perfect-week":
      return say("Semaine parfaite", "Perfect week");
    case "streak":
      return say(`Série de ${amount}`, `Streak of ${amount}`);
    case "most-improved":
      return say("Plus beau progrès", "Most improved");
    case "helper":
      return say("Coup de main", "Helping hand");
  }
}

/** Why it was awarded. */
export function badgeWhy(badge: BadgeName, amount: number, note: string | null): Bilingual {
  const classes = count(amount, "cours", "cours", "class", "classes");
  switch (badge) {
    case "perfect-week":
      return say(`présent aux ${classes.fr} de la semaine`, `in all ${classes.en} of the week`);
    case "streak":
      return say(`${classes.fr} de suite`, `${classes.en} in a row`);
    case "most-improved":
      return say(`+${amount} points sur la semaine d'avant`, `+${amount} points on the week before`);
    case "helper":
      return say(note ?? "a aidé les autres", note ?? "helped the others");
  }
}

export const newBadges = say("Nouveaux badges", "New badges");

const symbols = { "perfect-week": "week", streak: "streak", "most-improved": "rise", helper: "heart" } as const;

/** Badges of one group as a picture's card. */
export function badgeCardOf(
  awards: readonly {
    readonly badge: BadgeName;
    readonly amount: number;
    readonly note: string | null;
    readonly name: string;
  }[],
  { language, look, group }: { readonly language: Language; readonly look: SchoolLook; readonly group: string },
): BadgeCard {
  return {
    kind: "badges",
    look,
    heading: newBadges[language],
    group,
    awards: awards.map(({ badge, amount, note, name }) => ({
      symbol: symbols[badge],
      title: badgeTitle(badge, amount)[language],
      name,
      why: badgeWhy(badge, amount, note)[language],
    })),
  };
}
