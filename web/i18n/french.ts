/** A date that `Intl` wrote, with the first of a month as French writes it: `lundi 1er juin`. */
export function frenchDate(written: string): string {
  return written.replace(/(?<!\d)1 (?=\p{L})/u, "1er ");
}

/** Words whose `:`, `;`, `!`, `?`, `%` and guillemets no end of a line parts from the word that they belong to. */
export function frenchSpaces<Words extends object>(words: Words): Words {
  return JSON.parse(
    JSON.stringify(words)
      .replaceAll(/ (?=[:;!?»%])/g, "\u{a0}")
      .replaceAll("« ", "«\u{a0}"),
  ) as Words;
}
