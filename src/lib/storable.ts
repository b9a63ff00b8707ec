/**
 * Text as PostgreSQL can keep it: a NUL, which its `text` refuses, and half of a surrogate pair, which its JSON refuses, are
 * each replaced by U+FFFD.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "�");
}
