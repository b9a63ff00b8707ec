/** The two languages of Carillon's operators, students and pages. */
export type Language = "fr" | "en";

/**
 * A sentence that a person reads, in both languages.
 *
 * It is written where it is needed, French beside English, and stored whole (a log entry keeps both),
 * so an old line stays readable whatever later versions say and whoever opens it.
 */
export interface Bilingual {
  readonly fr: string;
  readonly en: string;
}

/** Both wordings of one sentence. */
export function say(fr: string, en: string): Bilingual {
  return { fr, en };
}

/** Joins sentences with a space, language by language; absent ones are left out. */
export function join(...parts: readonly (Bilingual | undefined)[]): Bilingual {
  const present = parts.filter((part) => part !== undefined);
  return {
    fr: present.map((part) => part.fr).join(" "),
    en: present.map((part) => part.en).join(" "),
  };
}

/**
 * A counted noun: `count(2, "cours", "cours", "course", "courses")`.
 *
 * French takes the singular for 0 and 1, English for 1 only.
 */
export function count(n: number, frOne: string, frMany: string, enOne: string, enMany: string): Bilingual {
  return say(`${n} ${Math.abs(n) < 2 ? frOne : frMany}`, `${n} ${n === 1 ? enOne : enMany}`);
}
