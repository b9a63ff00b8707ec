import { z } from "zod";

import { say } from "#lib/bilingual.ts";
import { Secret } from "#lib/secrets.ts";

import { address, secret, setting, text, wholeNumber } from "./setting.ts";

/** Settings of the machine. */
export const machineSettings = {
  databaseUrl: setting({
    name: "DATABASE_URL",
    schema: z.url({ protocol: /^postgres(ql)?$/ }).transform((value) => new Secret(value)),
    default: undefined,
    secret: true,
    about: say(
      "Un PostgreSQL 15 ou plus. Par défaut, Carillon apporte le sien dans le dossier de données.",
      "A PostgreSQL 15 or newer. By default Carillon brings its own, in the data folder.",
    ),
  }),
  processMode: setting({
    name: "PROCESS_MODE",
    schema: z.enum(["all", "web", "worker"]),
    default: "all",
    about: say(
      "Ce que ce processus fait : tout (all), la page seule (web), ou les horaires, les messages et l'écoute sans la page (worker). Plusieurs processus se partagent le travail d'un même DATABASE_URL.",
      "What this process does: everything (all), the page alone (web), or the schedules, the messages and the hearing without the page (worker). Several processes share the work of one DATABASE_URL.",
    ),
  }),
  publicAddress: setting({
    name: "CARILLON_PUBLIC_ADDRESS",
    schema: address,
    default: undefined,
    about: say(
      "Adresse https à laquelle Carillon est joignable d'Internet, s'il y en a une : les adresses d'agenda commencent par elle, les témoins de connexion ne passent plus que par https, et Telegram y livre ce que le bot entend. Sans elle, Carillon va le chercher.",
      "The https address at which Carillon can be reached from the Internet, if there is one: calendars' addresses begin with it, login cookies then travel over https only, and Telegram delivers there what the bot hears. Without it Carillon fetches it.",
    ),
  }),
  secretKey: setting({
    name: "CARILLON_SECRET_KEY",
    schema: secret,
    default: undefined,
    secret: true,
    about: say(
      "Clé qui protège les secrets gardés dans la base (32 octets en base64). Par défaut, le fichier secret.key du dossier de données.",
      "Key that protects the secrets kept in the database (32 bytes in base64). By default the file secret.key of the data folder.",
    ),
  }),
  backupFolder: setting({
    name: "CARILLON_BACKUP_FOLDER",
    schema: text,
    default: undefined,
    about: say(
      "Dossier des sauvegardes ; un autre disque est plus sûr. Par défaut, backups dans le dossier de données.",
      "Folder of the backups; another disk is safer. By default backups in the data folder.",
    ),
  }),
  backupsKept: setting({
    name: "CARILLON_BACKUPS",
    schema: wholeNumber(0, 1_000),
    default: "14",
    about: say(
      "Nombre de sauvegardes de nuit gardées ; 0 n'en fait aucune.",
      "How many nightly backups are kept; 0 makes none.",
    ),
  }),
  httpHost: setting({
    name: "HOST",
    schema: text,
    default: "127.0.0.1",
    about: say("Adresse où Carillon répond.", "Address where Carillon answers."),
  }),
  httpPort: setting({
    name: "PORT",
    schema: wholeNumber(0, 65_535),
    default: "4280",
    about: say("Port où Carillon répond ; 0 en choisit un libre.", "Port where Carillon answers; 0 picks a free one."),
  }),
  logLevel: setting({
    name: "LOG_LEVEL",
    schema: z.enum(["trace", "debug", "info", "warn", "error", "silent"]),
    default: "info",
    about: say("Détail du journal technique.", "Detail of the technical log."),
  }),
} as const;
