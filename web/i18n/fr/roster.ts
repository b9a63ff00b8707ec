/** Groups, students, coaches, identities. */
export const roster = {
  nav: {},
} as const;
