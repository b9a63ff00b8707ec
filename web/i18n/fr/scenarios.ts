/** Scenarios, their runs and logs. */
export const scenarios = {
  nav: { scenarios: "Scénarios", runs: "Exécutions" },
  cards: {
    title: "Scénarios",
    run: "Lancer maintenant",
    asked: "Lancé.",
    never: "Jamais lancé",
  },
  runs: {
    title: "Exécutions",
    none: "Rien ne s'est encore passé.",
    number: "N°",
    scenario: "Scénario",
    cause: "Cause",
    started: "Début",
    outcome: "Résultat",
    log: "Journal de l'exécution {{number}}",
    open: "Voir le journal",
    emptyLog: "Cette exécution n'a rien écrit.",
    remedy: "Que faire : {{text}}",
  },
  outcome: {
    succeeded: "réussie",
    partial: "en partie",
    failed: "échouée",
    skipped: "passée",
    open: "en cours",
  },
  cause: { schedule: "horaire", chain: "à la suite", manual: "à la main", "catch-up": "rattrapage" },
} as const;
