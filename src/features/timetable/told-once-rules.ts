import { join, say } from "#lib/bilingual.ts";

import type { Problem } from "./shape-rules.ts";

/** What is so in a whole column, and would only be noise on each of its lines. */
const once = new Set(["group.mended", "language.unreadable", "date.guessed"]);

/** Tells what a whole column has in common once, at its first cell, with how many other cells it is about. */
export function toldOnce(problems: readonly Problem[]): readonly Problem[] {
  const counts = new Map<string, number>();
  for (const { code } of problems) if (once.has(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  const told = new Set<string>();
  return problems.flatMap((problem) => {
    const { code } = problem;
    if (!once.has(code)) return [problem];
    if (told.has(code)) return [];
    told.add(code);
    const more = (counts.get(code) ?? 1) - 1;
    if (more === 0) return [problem];
    const others = say(`De même dans ${more} autre(s) cellule(s).`, `The same in ${more} other cell(s).`);
    return [{ ...problem, message: join(problem.message, others) }];
  });
}
