import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";

import { settings, type Config } from "#config";
import { addressOf } from "#lib/address.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import { causeOf } from "#lib/failure.ts";

import type { CommandContext } from "./command.ts";
import { broken, doubtful, fine, type Check, type Subject } from "#app/health/check.ts";
import { readSettingsFile, settingsFile } from "./environment.ts";
import { nearest } from "./nearest.ts";
import { exists, findDatabase } from "./places.ts";

/** The Node that Carillon is written for. */
const neededNode = 26;

export function checkNode(): Check {
  const subject: Subject = { name: "node", title: say("Node", "Node") };
  const { node } = process.versions;
  if (Number(node.split(".")[0]) >= neededNode) return fine(subject, say(node, node));
  return broken(subject, {
    what: say(`${node} ; il faut ${neededNode} ou plus.`, `${node}; ${neededNode} or newer is needed.`),
    remedy: say(
      "« npm ci » apporte le bon Node, et « npx carillon » l'utilise.",
      "`npm ci` brings the right Node, and `npx carillon` uses it.",
    ),
  });
}

export async function checkDataFolder(
  { dataFolder }: CommandContext,
  config: Config | undefined,
): Promise<readonly Check[]> {
  const subject: Subject = { name: "data-folder", title: say("Dossier de données", "Data folder") };
  const folder = await nearestFolder(dataFolder);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const what = say(`Carillon ne peut pas écrire dans ${folder}.`, `Carillon cannot write in ${folder}.`);
    const remedy = say(
      "Donnez ce dossier au compte qui lance Carillon, ou choisissez-en un autre avec --data.",
      "Give this folder to the account that runs Carillon, or choose another with --data.",
    );
    return [broken(subject, { what, remedy, cause: causeOf(error) })];
  }
  const check = fine(
    subject,
    folder === dataFolder
      ? say(dataFolder, dataFolder)
      : say(`${dataFolder} (créé au premier démarrage)`, `${dataFolder} (created at the first start)`),
  );
  return [check, await whereDatabaseIs(dataFolder, config)];
}

async function whereDatabaseIs(dataFolder: string, config: Config | undefined): Promise<Check> {
  const subject: Subject = { name: "database-place", title: say("Place de la base", "Place of the database") };
  const place = await findDatabase(dataFolder, config?.databaseUrl !== undefined);
  if (place.kind === "address") return fine(subject, say("celle de DATABASE_URL", "that of DATABASE_URL"));
  if (place.kind === "folder") return fine(subject, say(place.path, place.path));
  return fine(
    subject,
    say(
      "pas encore de base : le premier « carillon start » la crée",
      "no database yet: the first `carillon start` creates it",
    ),
  );
}

/** The folder itself, or the nearest one above it that exists. */
async function nearestFolder(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) if ((await exists(at)) || at === dirname(at)) return at;
}

/** Below this much room Carillon warns; below the second, the database may stop at any moment. */
const room = { wanted: 500, least: 200 } as const;

export async function checkDisk({ dataFolder }: CommandContext): Promise<Check> {
  const subject: Subject = { name: "disk", title: say("Place sur le disque", "Room on the disk") };
  const { bavail, bsize } = await statfs(await nearestFolder(dataFolder));
  const megabytes = Math.floor((bavail * bsize) / 1_000_000);
  const found = say(`${megabytes} Mo libres`, `${megabytes} MB free`);
  if (megabytes >= room.wanted) return fine(subject, found);
  const remedy = say(
    `Libérez au moins ${room.wanted} Mo sur ce disque.`,
    `Free at least ${room.wanted} MB on this disk.`,
  );
  return { ...doubtful(subject, found, remedy), state: megabytes < room.least ? "failed" : "warning" };
}

export async function checkSettings(context: CommandContext): Promise<readonly Check[]> {
  const subject: Subject = { name: "settings", title: say("Réglages", "Settings") };
  const config = await context.config();
  const file = readSettingsFile(context.dataFolder);
  const written = file.ok ? file.value : {};
  const names = Object.values(settings).map((setting) => setting.name);
  const given = names.filter((name) => (written[name] ?? context.environment[name] ?? "") !== "");
  const checks: Check[] = [];
  if (!config.ok) checks.push(broken(subject, config.failure));
  else {
    const list = given.length === 0 ? "–" : given.join(", ");
    checks.push(fine(subject, say(`valables ; donnés : ${list}`, `valid; given: ${list}`)));
  }
  for (const name of Object.keys(written)) {
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    const found = say(`${settingsFile} : ${name} n'est pas un réglage.`, `${settingsFile}: ${name} is not a setting.`);
    const remedy: Bilingual =
      meant === undefined
        ? say("« carillon help settings » en donne la liste.", "`carillon help settings` lists them.")
        : say(`Vouliez-vous écrire ${meant} ?`, `Did you mean ${meant}?`);
    checks.push(doubtful(subject, found, remedy));
  }
  const open = await openToOthers(join(context.dataFolder, settingsFile), written);
  return open === undefined ? checks : [...checks, doubtful(subject, ...open)];
}

/** A file with secrets that other accounts of the machine can read. */
async function openToOthers(
  path: string,
  written: Readonly<Record<string, string | undefined>>,
): Promise<readonly [Bilingual, Bilingual] | undefined> {
  const holdsSecret = Object.values(settings).some((setting) => setting.secret && (written[setting.name] ?? "") !== "");
  if (process.platform === "win32" || !holdsSecret) return undefined;
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return undefined;
  return [
    say(
      `${settingsFile} contient des secrets que d'autres comptes peuvent lire.`,
      `${settingsFile} holds secrets that other accounts can read.`,
    ),
    say(`Lancez : chmod 600 ${path}`, `Run: chmod 600 ${path}`),
  ];
}

/** The port is free, or taken by the Carillon of this very data folder. */
export async function checkPort({ http }: Config, engine: string | undefined): Promise<Check> {
  const subject: Subject = { name: "port", title: say("Port", "Port") };
  const shown = `${http.host}:${http.port}`;
  const error = await tryToListen(http.host, http.port);
  if (error === undefined) return fine(subject, say(`${shown} est libre`, `${shown} is free`));
  const ours = engine !== undefined && (await isCarillon(http.host, http.port));
  if (ours) return fine(subject, say(`${shown} : notre Carillon y répond`, `${shown}: our Carillon answers there`));
  const { listenFailure } = await import("#http/errors.ts");
  return broken(subject, listenFailure(error, http.host, http.port));
}

function tryToListen(host: string, port: number): Promise<unknown> {
  return new Promise((settle) => {
    const server = createServer();
    server.once("error", settle);
    server.listen(port, host, () => server.close(() => settle(undefined)));
  });
}

async function isCarillon(host: string, port: number): Promise<boolean> {
  try {
    const answer = await fetch(`${addressOf(host, port)}/health`, { signal: AbortSignal.timeout(3_000) });
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null && "engine" in body && "version" in body;
  } catch {
    return false;
  }
}
