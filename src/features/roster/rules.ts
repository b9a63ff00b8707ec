/**
 * A person's name as it is compared: no case, no accent, no punctuation, single spaces.
 *
 * "Éloïse  N'GORAN" and "eloise n goran" are the same; word order still counts.
 */
export function comparableName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
