/** Today: the school as a whole. */
export const school = {
  nav: { today: "Aujourd'hui" },
  today: {
    title: "Aujourd'hui",
    next: "Ce qui vient",
    nothing: "Aucun scénario n'est programmé.",
    engineStopped: "Les horaires ne tournent plus dans ce processus.",
  },
} as const;
