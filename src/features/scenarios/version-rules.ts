/** One line of a difference: taken away, added, or the same in both. */
export interface DiffLine {
  readonly sign: "-" | "+" | " ";
  readonly text: string;
}

/** Joins changed pieces of code into lines, and leaves out what is far from any change. */
export function nearChanges(
  pieces: readonly { readonly value: string; readonly added?: boolean; readonly removed?: boolean }[],
  context = 2,
): readonly DiffLine[] {
  const lines = pieces.flatMap(({ value, added, removed }) => {
    const sign = added === true ? "+" : removed === true ? "-" : " ";
    return value
      .replace(/\n$/, "")
      .split("\n")
      .map((text): DiffLine => ({ sign, text }));
  });
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - context), index + context + 1).some((line) => line.sign !== " ");
  return lines.filter((_, index) => isNear(index));
}
