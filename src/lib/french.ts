/** A date that `Intl` wrote, with the first of a month as French writes it: `lundi 1er juin`. */
export function frenchDate(written: string): string {
  return written.replace(/(?<!\d)1 (?=\p{L})/u, "1er ");
}

/** A sentence whose `:`, `;`, `!`, `?`, `%` and guillemets no end of a line parts from the word that they belong to. */
export function frenchSpaces(sentence: string): string {
  return sentence.replaceAll(/ (?=[:;!?»%])/g, "\u{a0}").replaceAll("« ", "«\u{a0}");
}
