/** Attendance and its charts. */
export const participation = {
  nav: {},
} as const;
