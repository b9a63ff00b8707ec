/** Spaces that are not single, not between words or not plain. */
const untidy = /^[\s\u00a0]|[\s\u00a0]$|[\s\u00a0]{2}|[^\S ]|\u00a0/;
const plain = /^[ -~]*$/;

/** A text as it is compared: no accent, no case, single spaces. */
export function fold(text: string): string {
  const bare = plain.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "");
  return tidy(bare.toLowerCase());
}

/** A text as it is shown: single spaces, none at the ends. */
export function tidy(text: string): string {
  return untidy.test(text) ? text.replace(/[\s\u00a0]+/g, " ").trim() : text;
}

/** An order of texts that is the same on every machine: by their code units. */
export function inTextOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How many letters must be added, taken away or changed to make one word the other (Levenshtein 1965). */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const change = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** A column's name as sheets show it: 0 → `A`, 26 → `AA`. */
export function columnName(column: number): string {
  const letter = String.fromCodePoint(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

/** The other way round: `A` → 0, `AA` → 26. */
export function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 64) - 64, 0) - 1;
}
