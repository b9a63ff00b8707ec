import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { promisify } from "node:util";

import { doubtful, fine, type Check, type Subject } from "#app/health/check.ts";
import { nobodyToTell } from "#app/watch.ts";
import type { Config } from "#config";
import { say } from "#lib/bilingual.ts";
import { instantOf, type Clock, type Instant } from "#lib/clock.ts";

import { exists } from "./places.ts";

const watchUnit = "carillon-watch.service";

/** Past this many seconds messages leave and meetings begin at a wrong time, and a token may be used after its end. */
const tolerance = 5;

/**
 * Whether this machine's clock is right: Telegram and Zoom date their answers. With the embedded database there is no
 * other clock to compare with. Nothing is said when neither is set or answers, which other checks tell.
 */
export async function checkTime(clock: Clock, config: Config): Promise<readonly Check[]> {
  const subject: Subject = { name: "time", title: say("Heure de la machine", "The machine's time") };
  for (const address of [config.telegram?.apiRoot, config.zoom?.apiBase]) {
    const before = clock.now();
    const theirs = address === undefined ? undefined : await dateOf(address);
    if (theirs === undefined) continue;
    const after = clock.now();
    // Their date is cut to the second, and was written somewhere between the question and the answer.
    const late = theirs.until(before).total("seconds") - 1;
    const early = after.until(theirs).total("seconds");
    const apart = Math.max(0, late, early);
    const host = new URL(address ?? "").host;
    const found = say(`${apart.toFixed(1)} s d'écart avec ${host}`, `${apart.toFixed(1)} s apart from ${host}`);
    if (apart <= tolerance) return [fine(subject, found)];
    const remedy = say(
      "Laissez la machine se régler seule (NTP) : timedatectl set-ntp true.",
      "Let the machine keep its time by itself (NTP): timedatectl set-ntp true.",
    );
    return [doubtful(subject, found, remedy)];
  }
  return [];
}

async function dateOf(address: string): Promise<Instant | undefined> {
  try {
    const answer = await fetch(address, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(5_000) });
    // Only the HTTP form, which ends with GMT: the machine's zone plays no part.
    const epoch = Date.parse(answer.headers.get("date") ?? "");
    return Number.isNaN(epoch) ? undefined : instantOf(epoch);
  } catch {
    return undefined;
  }
}

/** Where the log goes, and whether it can grow without end. */
export async function checkLogs(): Promise<Check> {
  const subject: Subject = { name: "logs", title: say("Journal", "Log") };
  if (await exists("/run/systemd/journal/stdout")) {
    return fine(
      subject,
      say(
        "le journal de systemd, qui se limite lui-même (journalctl -u 'carillon*')",
        "the journal of systemd, which keeps its own size (journalctl -u 'carillon*')",
      ),
    );
  }
  return fine(
    subject,
    say(
      "sur la sortie d'erreur : à ce qui lance Carillon de le garder et de le limiter",
      "on standard error: it is up to whatever starts Carillon to keep it, and to keep it small",
    ),
  );
}

/** Whether anybody hears of it when Carillon itself stands still. */
export async function checkWatch(config: Config): Promise<Check> {
  return judgeWatch(config, await stateOf(watchUnit));
}

/** The units that systemd starts with the machine; none without systemd. */
export async function unitsAtBoot(): Promise<readonly string[]> {
  return await readdir("/etc/systemd/system/multi-user.target.wants").catch(() => []);
}

/** How a unit of systemd is: `unknown` where it is to start with the machine and systemd does not say whether it runs. */
export type UnitState = "not enabled" | "running" | "not running" | "unknown";

async function stateOf(unit: string): Promise<UnitState> {
  if (!(await unitsAtBoot()).includes(unit)) return "not enabled";
  // It says so on its output, and ends with an error for all but a unit that runs.
  const said = await promisify(execFile)("systemctl", ["is-active", unit], { timeout: 5_000 }).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout?: string }) => error.stdout ?? "",
  );
  if (said.trim() === "") return "unknown";
  return said.trim() === "active" ? "running" : "not running";
}

/** Who watches, by the settings in force and how the unit of the watch is. */
export function judgeWatch({ telegram, heartbeat }: Pick<Config, "telegram" | "heartbeat">, unit: UnitState): Check {
  const subject: Subject = { name: "watch", title: say("Surveillance", "Watch") };
  if (unit !== "not enabled" && telegram?.adminChat === undefined) {
    const found = say(
      `${watchUnit} est activé, mais ne saurait qui prévenir`,
      `${watchUnit} is enabled, but would not know whom to tell`,
    );
    return doubtful(subject, found, nobodyToTell.remedy);
  }
  if (unit === "not running") {
    return doubtful(
      subject,
      say(`${watchUnit} est activé, mais ne tourne pas`, `${watchUnit} is enabled, but does not run`),
      say(
        "« journalctl -u carillon-watch » dit pourquoi ; puis : systemctl restart carillon-watch",
        "`journalctl -u carillon-watch` says why; then: systemctl restart carillon-watch",
      ),
    );
  }
  const list = [
    ...(unit === "not enabled" ? [] : [watchUnit]),
    ...(heartbeat === undefined ? [] : ["CARILLON_HEARTBEAT_URL"]),
  ];
  if (list.length > 0) return fine(subject, say(list.join(", "), list.join(", ")));
  return doubtful(
    subject,
    say("personne n'est prévenu si Carillon lui-même s'arrête", "nobody is told when Carillon itself stops"),
    say(
      "Activez deploy/carillon-watch.service, ou donnez à CARILLON_HEARTBEAT_URL l'adresse d'un service qui s'inquiète d'un silence.",
      "Enable deploy/carillon-watch.service, or give CARILLON_HEARTBEAT_URL the address of a service that worries at silence.",
    ),
  );
}
