/** How loud a line of a log is, the loudest first. */
export const levels = ["error", "warning", "info"] as const;

/** The level that a choice names. */
export function levelNamed(name: string | undefined): (typeof levels)[number] | undefined {
  return levels.find((one) => one === name);
}
