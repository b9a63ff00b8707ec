/** First run, settings, backups, audit. */
export const settings = {
  nav: {},
} as const;
