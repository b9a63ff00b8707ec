import { comparableName } from "#features/roster/name-rules.ts";

/**
 * The courses that a person means by a few words: the one with exactly this title, else all whose title holds
 * every word, whatever the case, the accents and the punctuation.
 */
export function coursesMeant<Course extends { readonly title: string }>(
  courses: readonly Course[],
  written: string,
): readonly Course[] {
  const wanted = comparableName(written);
  const exact = courses.filter((course) => comparableName(course.title) === wanted);
  if (exact.length > 0 || wanted === "") return exact;
  const words = wanted.split(" ");
  return courses.filter((course) => {
    const title = ` ${comparableName(course.title)}`;
    return words.every((word) => title.includes(` ${word}`));
  });
}
