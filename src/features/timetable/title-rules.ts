import { readTimeText, type Time } from "./time-rules.ts";
import { fold, tidy } from "./text-rules.ts";

/** A title such as `Amina Larue - BBG - MW - 7:30pm`, taken apart. */
export interface Title {
  /** The title with its separators mended. */
  readonly shown: string;
  /** The title without its time: the same on all lines of a course. */
  readonly key: string;
  readonly coach?: string;
  readonly level?: string;
  /** A code of days, `MW`. */
  readonly days?: string;
  /** Minutes after midnight, in a zone that the title does not name. */
  readonly minutes?: number;
}

/** A dash is a separator when there is a space on one side at least: `Jean-Marc` is one name. */
const separator = / - | -|- /;
const code = /^\p{Lu}{2,4}$/u;

/**
 * Takes a title apart; one that is not built that way is its own key. `timeIn` reads its time, for who reads many
 * titles with few times.
 */
export function readTitle(text: string, timeIn: (text: string) => Time = readTimeText): Title {
  const parts = tidy(text)
    .split(separator)
    .map(tidy)
    .filter((part) => part !== "");
  const last = parts.at(-1);
  const time = parts.length > 1 && last !== undefined ? timeIn(last) : { kind: "none" as const };
  if (time.kind !== "time") {
    const shown = parts.join(" - ");
    return { shown, key: fold(shown) };
  }
  const codes = parts.slice(1, -1).filter((part) => code.test(part));
  let coach = parts[0] ?? "";
  // A dash that was forgotten: `Basile Okoro BBG - TT`.
  const stuck = codes.length === 1 ? /^(.+) (\p{Lu}{2,4})$/u.exec(coach) : null;
  if (stuck !== null) {
    coach = stuck[1] ?? coach;
    codes.unshift(stuck[2] ?? "");
  }
  const [level, days] = codes;
  const named = [coach, ...codes];
  return {
    shown: [...named, last].join(" - "),
    key: fold(named.join(" - ")),
    coach,
    minutes: time.minutes,
    ...(level === undefined ? {} : { level }),
    ...(days === undefined ? {} : { days }),
  };
}
