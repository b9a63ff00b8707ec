/** The timetable: import, mapping, exceptions, holidays. */
export const timetable = {
  nav: {},
} as const;
