/** Rankings, points, badges. */
export const rankings = {
  nav: {},
} as const;
