import { say, type Bilingual } from "#lib/bilingual.ts";

/** Why points were given. `message`, `attendance` and `streak` follow from facts, the others from a decision. */
export type EntryReason = "message" | "attendance" | "streak" | "bonus" | "malus" | "contest" | "correction";

/** The reasons whose points are counted again when facts or rules change. */
export const derivedReasons = ["message", "attendance", "streak"] as const satisfies readonly EntryReason[];

/** What a ledger line remembers, so that it can be explained whatever happens to its facts. */
export interface EntryDetails {
  /** Of a day's messages: written, counted, the cap, points each. */
  readonly written?: number;
  readonly counted?: number;
  readonly cap?: number;
  readonly each?: number;
  /** Of a session: minutes there, and the reason of a correction by hand. */
  readonly minutes?: number;
  readonly present?: boolean;
  readonly corrected?: string | null;
  /** Of a streak: its length. */
  readonly streak?: number;
  /** Of a decision: its reason, and who took it. */
  readonly words?: string;
  readonly by?: string;
  /** Of a correction: what the source was worth before and is worth now, and what changed. */
  readonly before?: number;
  readonly after?: number;
  readonly cause?: "facts" | "rules" | "revoked" | "given back";
}

/** Points rules of a school or of one level. Source: DESIGN section 7 for the defaults. */
export interface PointsRules {
  readonly perMessage: number;
  /** Messages that give points, at most, per student, group and school day. */
  readonly messagesPerDay: number;
  /** Seconds that a message must come after the one before it, of the same student, group and day, to count. */
  readonly messageGapSeconds: number;
  readonly perAttendance: number;
  /** A student who was in so many sessions of a group in a row gets `perStreak`; 0 for no streaks. */
  readonly streakLength: number;
  readonly perStreak: number;
}

/** The rules of a school, with what differs for some of its levels. */
export interface RuleBook {
  readonly base: PointsRules;
  readonly levels: Readonly<Record<string, Partial<PointsRules>>>;
}

/** The rules of a school that set none of its own. */
export const defaultRuleBook: RuleBook = {
  base: {
    perMessage: 1,
    messagesPerDay: 10,
    messageGapSeconds: 0,
    perAttendance: 10,
    streakLength: 0,
    perStreak: 0,
  },
  levels: {},
};

/** One version of the rules; it applies to facts of the school day `since` and later. */
export interface RulesVersion {
  readonly version: number;
  /** An ISO day. */
  readonly since: string;
  readonly book: RuleBook;
}

/** The rules of one level in a stretch of school days: `from` included, `until` excluded. */
export interface RulesStretch extends PointsRules {
  readonly version: number;
  readonly from: string;
  readonly until: string;
  /** "" for groups without level, and for levels without rules of their own. */
  readonly level: string;
}

/** Before and after every school day. */
const always = { from: "0001-01-01", until: "9999-12-31" } as const;

/**
 * Which rules apply on which days, for each level: the newest version whose first day has come.
 *
 * A newer version that begins earlier thus takes the older one's place from its own first day on. Before any
 * version the defaults apply, as version 0.
 */
export function stretchesOf(versions: readonly RulesVersion[], levels: readonly string[]): readonly RulesStretch[] {
  const known: readonly RulesVersion[] = [{ version: 0, since: always.from, book: defaultRuleBook }, ...versions];
  const days = [...new Set(known.map((version) => version.since))].toSorted();
  return days.flatMap((from, index) => {
    const inForce = known
      .filter((version) => version.since <= from)
      .reduce((newest, version) => (version.version > newest.version ? version : newest));
    return ["", ...levels].map((level) => ({
      ...rulesFor(inForce.book, level),
      version: inForce.version,
      from,
      until: days[index + 1] ?? always.until,
      level,
    }));
  });
}

/** A rule book with some rules changed: the school's, or those of a level; `"drop"` takes a level's own away. */
export function changedBook(
  book: RuleBook,
  level: string | undefined,
  change: Partial<PointsRules> | "drop",
): RuleBook {
  if (level === undefined) return change === "drop" ? defaultRuleBook : { ...book, base: { ...book.base, ...change } };
  const { [level]: own, ...others } = book.levels;
  return { ...book, levels: change === "drop" ? others : { ...others, [level]: { ...own, ...change } } };
}

/** The rule book in force on a school day. */
export function rulesOn(day: string, versions: readonly RulesVersion[]): RuleBook {
  return versions.findLast((version) => version.since <= day)?.book ?? defaultRuleBook;
}

/** A level's rules: the school's, with what the level says otherwise. */
export function rulesFor(book: RuleBook, level: string): PointsRules {
  return { ...book.base, ...book.levels[level] };
}

const limits: Readonly<Record<keyof PointsRules, readonly [least: number, most: number]>> = {
  perMessage: [0, 1_000],
  messagesPerDay: [0, 1_000],
  messageGapSeconds: [0, 86_400],
  perAttendance: [0, 1_000],
  streakLength: [0, 365],
  perStreak: [0, 10_000],
};

/** What is wrong with a rule book; nothing when it can be used. */
export function wrongIn(book: RuleBook): readonly Bilingual[] {
  return Object.entries({ "": book.base, ...book.levels }).flatMap(([level, rules]) =>
    Object.entries(rules).flatMap(([name, value]) => {
      const [least, most] = limits[name as keyof PointsRules];
      if (Number.isInteger(value) && value >= least && value <= most) return [];
      const where = level === "" ? "" : ` (${level})`;
      return [
        say(
          `${name}${where} vaut ${value} ; il faut un nombre entier de ${least} à ${most}.`,
          `${name}${where} is ${value}; it must be a whole number from ${least} to ${most}.`,
        ),
      ];
    }),
  );
}
