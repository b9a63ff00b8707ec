import { say } from "#lib/bilingual.ts";
import { causeOf, type Failure } from "#lib/failure.ts";

/** The major version of PostgreSQL that Carillon brings; a cluster of another one cannot be opened by it. */
export const postgresMajor = "18";

/** The system's code of an error (`EACCES`, `ENOSPC`, `57P01`…), if it has one. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** A file operation under the data folder went wrong: tells full disk, forbidden and the rest apart. */
export function folderFailure(error: unknown, place: string): Failure {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(place, causeOf(error));
  return notWritable(place, causeOf(error));
}

/** Carillon may not write where its data must be. */
export function notWritable(place: string, cause: string): Failure {
  return {
    code: "data.not-writable",
    what: say(`Carillon ne peut pas écrire ses données dans ${place}.`, `Carillon cannot write its data in ${place}.`),
    remedy: say(
      "Donnez ce dossier au compte qui lance Carillon, ou choisissez un autre dossier de données.",
      "Give this folder to the account that runs Carillon, or choose another data folder.",
    ),
    place,
    cause,
  };
}

/** No room left for the database. */
export function diskFull(place: string, cause: string): Failure {
  return {
    code: "data.disk-full",
    what: say(
      `Le disque est plein : la base de données n'a plus de place dans ${place}.`,
      `The disk is full: the database has no room left in ${place}.`,
    ),
    remedy: say(
      "Libérez au moins 200 Mo sur ce disque, ou choisissez un dossier de données sur un autre, puis relancez.",
      "Free at least 200 MB on this disk, or choose a data folder on another one, then start again.",
    ),
    place,
    cause,
  };
}

/** The cluster was made by a PostgreSQL that this program cannot read. */
export function otherVersion(place: string, found: string): Failure {
  return {
    code: "data.other-version",
    what: say(
      `La base de données de ${place} a été créée par PostgreSQL ${found} ; ce Carillon apporte PostgreSQL ${postgresMajor}.`,
      `The database in ${place} was made by PostgreSQL ${found}; this Carillon brings PostgreSQL ${postgresMajor}.`,
    ),
    remedy: say(
      "Lancez la version de Carillon qui a créé ce dossier, ou choisissez un autre dossier de données. Rien n'a été modifié.",
      "Run the version of Carillon that made this folder, or choose another data folder. Nothing was changed.",
    ),
    place,
  };
}

/** Something that is not a cluster stands where the cluster must be. */
export function notACluster(place: string): Failure {
  return {
    code: "data.not-a-cluster",
    what: say(
      `${place} devrait contenir la base de données, mais contient autre chose, ou une base abîmée.`,
      `${place} should hold the database but holds something else, or a damaged database.`,
    ),
    remedy: say(
      "Si ce dossier vient d'une copie incomplète, restaurez-le en entier ; sinon, déplacez-le et relancez.",
      "If this folder comes from an incomplete copy, restore it whole; otherwise move it away and start again.",
    ),
    place,
  };
}

/** The cluster belongs to another account. */
export function otherOwner(place: string, owner: string, us: string): Failure {
  return {
    code: "data.other-owner",
    what: say(
      `La base de données de ${place} appartient au compte ${owner} ; Carillon est lancé par ${us}.`,
      `The database in ${place} belongs to the account ${owner}; Carillon is run by ${us}.`,
    ),
    remedy: say(
      `Lancez Carillon avec le compte qui a créé ce dossier (root si le propriétaire est nobody), ou choisissez un autre dossier de données.`,
      `Run Carillon with the account that made this folder (root when the owner is nobody), or choose another data folder.`,
    ),
    place,
  };
}

/** The data folder points to a database that is no longer there. */
export function databaseLost(dataFolder: string, pointed: string): Failure {
  return {
    code: "data.database-lost",
    what: say(
      `La base de données de ${dataFolder} devrait être dans ${pointed}, qui n'existe pas.`,
      `The database of ${dataFolder} should be in ${pointed}, which does not exist.`,
    ),
    remedy: say(
      `Restaurez ${pointed} depuis la sauvegarde ; pour repartir d'une base vide, supprimez database-location.txt du dossier de données.`,
      `Restore ${pointed} from the backup; to start over with an empty database, delete database-location.txt in the data folder.`,
    ),
    place: dataFolder,
  };
}

/** A folder in /tmp that someone else made stands where the private socket folder must be. */
export function socketFolderTaken(place: string): Failure {
  return {
    code: "data.socket-folder-taken",
    what: say(
      `Le dossier ${place}, dont Carillon a besoin pour joindre sa base, appartient à un autre compte.`,
      `The folder ${place}, which Carillon needs to reach its database, belongs to another account.`,
    ),
    remedy: say(
      "Supprimez ce dossier, ou donnez au dossier de données un chemin de moins de 80 caractères.",
      "Delete that folder, or give the data folder a path shorter than 80 characters.",
    ),
    place,
  };
}

/** No PostgreSQL for this machine among the installed packages. */
export function binariesMissing(packageName: string, cause: string): Failure {
  return {
    code: "database.binaries-missing",
    what: say(
      `Le PostgreSQL de Carillon n'est pas installé pour cette machine (paquet ${packageName}).`,
      `Carillon's PostgreSQL is not installed for this machine (package ${packageName}).`,
    ),
    remedy: say(
      "Relancez « npm ci » sans omettre les dépendances facultatives, ou indiquez un PostgreSQL existant dans DATABASE_URL.",
      "Run `npm ci` again without leaving out the optional dependencies, or name an existing PostgreSQL in DATABASE_URL.",
    ),
    cause,
  };
}

/** The binaries are there but do not run: another C library, a `noexec` disk, a missing right. */
export function binariesUnusable(place: string, cause: string): Failure {
  return {
    code: "database.binaries-unusable",
    what: say(
      `Le PostgreSQL de Carillon (${place}) ne peut pas s'exécuter sur cette machine.`,
      `Carillon's PostgreSQL (${place}) cannot run on this machine.`,
    ),
    remedy: say(
      "Sous Alpine ou sur un disque « noexec », indiquez un PostgreSQL existant dans DATABASE_URL ; la cause exacte est ci-dessous.",
      "On Alpine or on a `noexec` disk, name an existing PostgreSQL in DATABASE_URL; the exact cause is below.",
    ),
    place,
    cause,
  };
}

/** `initdb` refused for a reason of its own. */
export function creationFailed(place: string, cause: string): Failure {
  return {
    code: "database.creation-failed",
    what: say(
      `La base de données n'a pas pu être créée dans ${place}.`,
      `The database could not be created in ${place}.`,
    ),
    remedy: say(
      "Lisez la cause ci-dessous ; rien n'a été laissé derrière, vous pouvez relancer.",
      "Read the cause below; nothing was left behind, you can start again.",
    ),
    place,
    cause,
  };
}

/** The server did not come up. */
export function notReady(place: string, logFile: string, cause: string): Failure {
  return {
    code: "database.not-ready",
    what: say(`La base de données de ${place} n'a pas démarré.`, `The database in ${place} did not start.`),
    remedy: say(
      `Relancez Carillon. Si cela se répète, la fin de ${logFile} dit pourquoi.`,
      `Start Carillon again. If it happens again, the end of ${logFile} says why.`,
    ),
    place,
    cause,
  };
}

/** Processes of a server that was killed still hold its memory. */
export function orphansLeft(place: string, pids: readonly number[], cause: string): Failure {
  const list = pids.length === 0 ? "?" : pids.join(", ");
  return {
    code: "database.orphans",
    what: say(
      `Des processus d'un PostgreSQL arrêté brutalement tiennent encore ${place} (pid ${list}).`,
      `Processes of a PostgreSQL that was killed still hold ${place} (pid ${list}).`,
    ),
    remedy: say(
      "Arrêtez ces processus (ou redémarrez la machine), puis relancez Carillon. Ne supprimez aucun fichier.",
      "End these processes (or restart the machine), then start Carillon again. Do not delete any file.",
    ),
    place,
    cause,
  };
}

/** Another process already runs the schedules on this data folder. */
export function dataInUse(place: string, holder: string): Failure {
  return {
    code: "data.in-use",
    what: say(
      `Un autre Carillon fait déjà tourner ce dossier de données (${holder}).`,
      `Another Carillon is already running this data folder (${holder}).`,
    ),
    remedy: say(
      "Utilisez celui qui tourne, ou arrêtez-le avant de relancer ; pour une seconde école, choisissez un autre dossier de données.",
      "Use the one that is running, or stop it before starting again; for a second school choose another data folder.",
    ),
    place,
  };
}
