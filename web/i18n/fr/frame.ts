/** The frame of every page, and what all pages share. */
export const frame = {
  app: {
    close: "Fermer",
    name: "Carillon",
    skip: "Aller au contenu",
    signOut: "Se déconnecter",
    loading: "Chargement…",
    notFound: "Il n'y a pas de page à cette adresse.",
    home: "Aller à la page Aujourd'hui",
  },
  nav: {
    label: "Pages",
    day: "La semaine",
    school: "L'école",
    talk: "Les groupes",
    machine: "Les automatismes",
    house: "La maison",
  },
  look: { language: "English", dark: "Fond sombre", light: "Fond clair" },
  mode: {
    "test group": "Mode test : tous les messages vont au groupe de test.",
    dry: "Mode à blanc : aucun message ne part.",
  },
  error: {
    title: "Cela n'a pas marché",
    offline: "Carillon ne répond pas. La page réessaie toute seule.",
    notAllowed: "Votre compte n'a pas ce droit.",
    retry: "Réessayer",
  },
} as const;
