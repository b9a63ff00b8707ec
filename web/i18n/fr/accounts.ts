/** Signing in, accounts, roles. */
export const accounts = {
  login: {
    title: "Se connecter",
    email: "Adresse e-mail",
    password: "Mot de passe",
    submit: "Se connecter",
    refused: "Cette adresse et ce mot de passe ne vont pas ensemble.",
    tooMany: "Trop d'essais. Attendez une minute.",
  },
  accept: {
    title: "Créer votre compte",
    intro: "Ce lien vous permet de créer votre compte Carillon.",
    name: "Votre nom",
    email: "Votre adresse e-mail",
    password: "Mot de passe",
    passwordHint: "10 caractères au moins ; une phrase est ce qu'il y a de mieux.",
    submit: "Créer le compte",
    noCode: "Ouvrez le lien affiché par Carillon à son démarrage, ou celui de votre invitation.",
  },
} as const;
