/** Grounds for a word that says how something is: dark enough for white letters (WCAG 2: 4.5:1), by day and by night. */
export const tones = {
  good: "#1d6b31",
  warning: "#8f4300",
  bad: "#a51f1f",
  busy: "#1c5fa8",
  quiet: "#495057",
} as const;

/** How it looks where a message stands. */
export const messageTones = {
  planned: "busy",
  sending: "busy",
  sent: "good",
  failed: "bad",
  uncertain: "warning",
  held: "warning",
  cancelled: "quiet",
  expired: "quiet",
} as const satisfies Readonly<Record<string, keyof typeof tones>>;

/** A colour of the page's that is read on a light ground and on a dark one. */
export function readable(name: string): string {
  return `light-dark(color-mix(in srgb, var(--mantine-color-${name}-9) 75%, black), var(--mantine-color-${name}-3))`;
}
