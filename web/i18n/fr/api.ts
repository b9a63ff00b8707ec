/** The API, its tokens and figures. */
export const api = {
  nav: {},
} as const;
