/** Backups. */
export const backups = {
  nav: { backups: "Sauvegardes" },
  title: "Sauvegardes",
  intro:
    "Tout ce que Carillon sait, dans un fichier : emploi du temps, messages, présences, points, réglages. La clé qui protège les secrets n'y est pas : gardez-la ailleurs (secret.key du dossier de données).",
  nightly_one: "Une sauvegarde se fait chaque nuit à 3:30 ; la dernière est gardée.",
  nightly_other: "Une sauvegarde se fait chaque nuit à 3:30 ; les {{count}} dernières sont gardées.",
  never: "Aucune sauvegarde ne se fait la nuit : réglez combien sont gardées.",
  settings: "Régler combien sont gardées",
  make: "Sauvegarder maintenant",
  making: "La sauvegarde s'écrit, puis elle est éprouvée en la restaurant à côté…",
  made: "Sauvegarde faite et éprouvée : {{rows}} lignes.",
  unproved: "La sauvegarde est faite, mais pas éprouvée",
  taken: "Prise",
  size: "Taille",
  name: "Fichier",
  acts: "Que faire",
  download: "Télécharger",
  downloadOne: "Télécharger {{name}}",
  prove: "Éprouver",
  proveOne: "Éprouver {{name}}",
  proved: "{{name}} est entière et se restaure : {{rows}} lignes.",
  proving: "La sauvegarde est restaurée à côté, pour voir…",
  none: "Il n'y a pas encore de sauvegarde. « Sauvegarder maintenant » fait la première.",
  restore: "Revenir à une sauvegarde",
  restoreIntro: "Cela se fait sur la machine de Carillon, en quelques minutes, Carillon arrêté :",
  step: {
    stop: "Arrêtez Carillon (Ctrl-C, ou le service de la machine).",
    run: "Lancez la commande ci-dessous ; ce que la base contient est d'abord sauvegardé, puis remplacé.",
    start:
      "Relancez Carillon. Sur une machine neuve, remettez aussi le fichier secret.key à sa place : sans lui, les clés de Zoom et de Telegram sont à redonner.",
  },
} as const;
