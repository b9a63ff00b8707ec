import { say } from "#lib/bilingual.ts";
import { causeOf, type Failure } from "#lib/failure.ts";
import { withoutSecrets, type Secret } from "#lib/secrets.ts";

import { codeOf } from "./data-failures.ts";

/** An error and everything that caused it, outermost first. */
function chain(error: unknown): unknown[] {
  const all: unknown[] = [];
  for (let at = error; at !== undefined && at !== null && !all.includes(at); at = (at as { cause?: unknown }).cause) {
    all.push(at);
    if (at instanceof AggregateError) all.push(...at.errors);
    if (typeof at !== "object") break;
  }
  return all;
}

const goneCodes =
  /^(57P0[1-5]|08...|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const goneWords =
  /Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|server closed the connection|not queryable|read ECONNRESET/i;

/** What PostgreSQL says to a request that is wrong in itself. Poolers use the same code for a server that they lost. */
const malformedWords = /^(bind|parse) message|invalid message format|insufficient data left|invalid string in message/i;

/**
 * Was this error caused by losing the database (it was stopped, killed, restarted, the network broke), so
 * that trying again later is right? False for what the database answered to the statement itself.
 */
export function isDatabaseGone(error: unknown): boolean {
  return chain(error).some((one) => {
    const code = codeOf(one);
    if (code === "08P01" && one instanceof Error && malformedWords.test(one.message)) return false;
    // A file error also has a code; only a socket's counts here.
    if (code === "ENOENT") return one instanceof Error && "syscall" in one && one.syscall === "connect";
    if (code !== undefined && goneCodes.test(code)) return true;
    return one instanceof Error && goneWords.test(one.message);
  });
}

/** Deadlock, a transaction that would see two truths, no memory, no connection left (appendix A of PostgreSQL's manual). */
const passingCodes = /^(40P01|40001|53200|53300)$/;

/**
 * Is trying again right: the database is gone, or it cut this work off for the sake of another one or for want of room in
 * memory? As when an upgrade changes tables beneath a process that works.
 */
export function isPassing(error: unknown): boolean {
  return isDatabaseGone(error) || isOverloaded(error);
}

function isOverloaded(error: unknown): boolean {
  return chain(error).some((one) => passingCodes.test(codeOf(one) ?? ""));
}

/**
 * Tells an error of the database. The values of the statement are left out: drizzle's error lists them,
 * and they are people's names and messages.
 */
export function databaseFailure(error: unknown, secrets: readonly Secret[] = []): Failure {
  const deepest = chain(error).at(-1) ?? error;
  const code = chain(error)
    .map(codeOf)
    .find((one) => one !== undefined);
  const cause = cleanCause(code === undefined ? deepest : `${code} ${causeOf(deepest)}`, secrets);
  if (code === "53100" || code === "ENOSPC") {
    return {
      code: "database.disk-full",
      what: say("Le disque de la base de données est plein.", "The database's disk is full."),
      remedy: say(
        "Libérez de la place sur ce disque ; rien de ce qui était enregistré n'est perdu.",
        "Free some room on that disk; nothing that was saved is lost.",
      ),
      cause,
    };
  }
  if (isDatabaseGone(error)) {
    return {
      code: "database.gone",
      what: say(
        "La base de données ne répond plus ; ce qui était en cours n'a pas été enregistré.",
        "The database no longer answers; what was under way was not saved.",
      ),
      remedy: say(
        "Carillon essaie de la retrouver. Si cela dure, vérifiez qu'elle tourne, puis recommencez.",
        "Carillon is trying to reach it again. If it lasts, check that it runs, then try again.",
      ),
      cause,
    };
  }
  if (isOverloaded(error)) {
    return {
      code: "database.busy",
      what: say(
        "La base de données a coupé ce travail, par manque de place ou parce qu'un autre le gênait ; il n'a rien changé.",
        "The database cut this work off, for want of room or because another one was in its way; it changed nothing.",
      ),
      remedy: say(
        "Carillon recommence de lui-même. Si cela dure, donnez au serveur de la base plus de mémoire ou de connexions.",
        "Carillon begins again by itself. If it lasts, give the database's server more memory or connections.",
      ),
      cause,
    };
  }
  return {
    code: "database.failed",
    what: say("La base de données a refusé une opération.", "The database refused an operation."),
    remedy: say(
      "C'est un défaut de Carillon : transmettez la cause ci-dessous à qui s'occupe de son installation.",
      "This is a defect of Carillon: pass the cause below on to whoever looks after its installation.",
    ),
    cause,
  };
}

/** The oldest PostgreSQL that Carillon works with. */
export const oldestPostgres = 15;

/**
 * Tells why the database of `DATABASE_URL` cannot be used.
 *
 * "It said no" (the password, the name) and "it never answered" ask different things of the operator.
 */
export function addressFailure(error: unknown, place: string, secrets: readonly Secret[]): Failure {
  const code = codeOf(error);
  const cause = cleanCause(code === undefined ? error : `${code} ${causeOf(error)}`, secrets);
  if (code === "28P01" || code === "28000") {
    return {
      code: "database.access-refused",
      what: say(
        `La base de données ${place} refuse ce compte ou son mot de passe.`,
        `The database ${place} refuses this account or its password.`,
      ),
      remedy: say(
        "Corrigez le compte et le mot de passe dans DATABASE_URL.",
        "Correct the account and password in DATABASE_URL.",
      ),
      place,
      cause,
    };
  }
  if (code === "3D000") {
    return {
      code: "database.missing",
      what: say(`La base de données ${place} n'existe pas.`, `The database ${place} does not exist.`),
      remedy: say(
        "Créez-la (« createdb ») ou corrigez son nom dans DATABASE_URL.",
        "Create it (`createdb`) or correct its name in DATABASE_URL.",
      ),
      place,
      cause,
    };
  }
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !isDatabaseGone(error)) {
    return { ...databaseFailure(error, secrets), place };
  }
  return {
    code: "database.unreachable",
    what: say(`La base de données ${place} ne répond pas.`, `The database ${place} does not answer.`),
    remedy: say(
      "Vérifiez qu'elle tourne, que l'adresse et le port de DATABASE_URL sont justes et que le réseau laisse passer.",
      "Check that it runs, that the address and port of DATABASE_URL are right and that the network lets through.",
    ),
    place,
    cause,
  };
}

/** The server of `DATABASE_URL` is older than what Carillon needs. */
export function tooOld(place: string, version: string): Failure {
  return {
    code: "database.too-old",
    what: say(
      `La base de données ${place} est un PostgreSQL ${version} ; il faut PostgreSQL ${oldestPostgres} ou plus.`,
      `The database ${place} is a PostgreSQL ${version}; PostgreSQL ${oldestPostgres} or newer is needed.`,
    ),
    remedy: say(
      "Mettez-le à niveau, ou retirez DATABASE_URL : Carillon apporte alors le sien.",
      "Upgrade it, or remove DATABASE_URL: Carillon then brings its own.",
    ),
    place,
  };
}

/** `DATABASE_URL` is not an address. */
export function badAddress(): Failure {
  return {
    code: "database.address-invalid",
    what: say("DATABASE_URL n'est pas une adresse PostgreSQL.", "DATABASE_URL is not a PostgreSQL address."),
    remedy: say(
      "Écrivez-la comme postgresql://compte:motdepasse@serveur:5432/base ; les signes @ : / du mot de passe s'écrivent %40 %3A %2F.",
      "Write it as postgresql://account:password@server:5432/database; the signs @ : / in the password are written %40 %3A %2F.",
    ),
  };
}

function cleanCause(error: unknown, secrets: readonly Secret[]): string {
  // An empty secret would match between any two letters.
  const real = secrets.filter((secret) => secret.reveal() !== "");
  return withoutSecrets(typeof error === "string" ? error : causeOf(error), real);
}
