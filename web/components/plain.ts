/** A text as a search compares it: without case, accents or doubled spaces ("ÉLÈVE  Awa" is "eleve awa"). */
export function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/\s+/g, " ").trim();
}
