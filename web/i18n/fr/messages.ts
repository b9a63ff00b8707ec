/** The outbox and its templates. */
export const messages = {
  nav: {},
} as const;
