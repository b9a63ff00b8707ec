import { chmodSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { say } from "#lib/bilingual.ts";
import { causeOf, failed, ok, type Failure, type Result } from "#lib/failure.ts";
import { keyFrom, newKey, sealedBox, type SealedBox } from "#lib/sealed-box.ts";
import type { Secret } from "#lib/secrets.ts";

/** The file of the key in the data folder, when the environment gives none. */
const fileName = "secret.key";

/**
 * Opens the box that seals the secrets in the database.
 *
 * The key comes from the setting, else from the file `secret.key` of the data folder, which is made at first use and
 * readable by its owner only (0600). Several machines on one database need one key: then it must be the setting.
 * Without the right key nothing is lost but what was sealed, and that is asked for again.
 */
export function openSealedBox({
  key,
  dataFolder,
}: {
  readonly key: Secret | undefined;
  readonly dataFolder: string;
}): Result<SealedBox> {
  if (key !== undefined) return boxOf(key.reveal(), "CARILLON_SECRET_KEY");
  const path = join(dataFolder, fileName);
  try {
    return boxOf(readOrMake(path), path);
  } catch (error) {
    return failed(unreadable(path, causeOf(error)));
  }
}

function boxOf(written: string, place: string): Result<SealedBox> {
  const key = keyFrom(written);
  return key === undefined ? failed(noKey(place)) : ok(sealedBox(key));
}

function readOrMake(path: string): string {
  return read(path) ?? make(path);
}

/** The file's text; `undefined` when there is none. What others could read is closed to them first. */
function read(path: string): string | undefined {
  try {
    const text = readFileSync(path, "utf8");
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return text;
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Whole or not at all: the first of several processes wins, and the others read its key. */
function make(path: string): string {
  const key = newKey();
  mkdirSync(join(path, ".."), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${key}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return key;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    return readFileSync(path, "utf8");
  } finally {
    unlinkSync(draft);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function noKey(place: string): Failure {
  return {
    code: "secret-key.invalid",
    what: say(
      "La clé qui protège les secrets dans la base n'est pas une clé de 32 octets (base64 ou 64 chiffres hexadécimaux).",
      "The key that protects the secrets in the database is no key of 32 bytes (base64 or 64 hex digits).",
    ),
    remedy: say(
      "Remettez la clé d'origine. Si elle est perdue, ôtez la mauvaise : Carillon en fait une nouvelle et redemande ce qu'il avait gardé.",
      "Put the original key back. If it is lost, remove the wrong one: Carillon makes a new one and asks again for what it had kept.",
    ),
    place,
  };
}

function unreadable(path: string, cause: string): Failure {
  return {
    code: "secret-key.unreadable",
    what: say(
      "La clé qui protège les secrets dans la base ne se lit pas.",
      "The key that protects the secrets in the database cannot be read.",
    ),
    remedy: say(
      "Donnez ce fichier au compte qui lance Carillon (droits 0600), ou donnez la clé dans CARILLON_SECRET_KEY.",
      "Give this file to the account that runs Carillon (mode 0600), or give the key in CARILLON_SECRET_KEY.",
    ),
    place: path,
    cause,
  };
}
