/** A text as part of a pattern for `like` and `ilike`: it stands for itself, whatever characters it holds. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}
