/**
 * A text in which a person's names are replaced by a label.
 *
 * Only the whole name is: "Ama" stays in "Amadou" and in "Ama Bah", who are others.
 */
export function forgetName(text: string, names: readonly string[], label: string): string {
  return names
    .filter((name) => name.trim() !== "")
    .toSorted((a, b) => b.length - a.length)
    .reduce((clean, name) => {
      const whole = `(?<![\\p{L}\\p{N}]|[\\p{L}\\p{N}] )${RegExp.escape(name)}(?![\\p{L}\\p{N}]| [\\p{L}\\p{N}])`;
      return clean.replace(new RegExp(whole, "giu"), () => label);
    }, text);
}
