/** The Sunday Plan: the coming week. */
export const week = {
  nav: {},
} as const;
