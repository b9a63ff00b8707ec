import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";

import { doubtful, fine, type Check, type Subject } from "#app/health/check.ts";
import type { Config } from "#config";
import type { OpenDatabase } from "#database/open.ts";
import { say } from "#lib/bilingual.ts";
import { causeOf } from "#lib/failure.ts";

import { unitsAtBoot } from "./doctor-watching.ts";
import { exists } from "./places.ts";

/** What app, database, a workbook being read and a scenario need together, in MB; what is free besides is welcome. */
const memoryWanted = 700;

/** The memory that this machine, or the container or unit that it runs in, lets Carillon have. */
export async function checkMemory(): Promise<Check> {
  const subject: Subject = { name: "memory", title: say("Mémoire", "Memory") };
  const most = Math.min(totalmem(), await groupLimit());
  const [total, free] = [Math.floor(most / 1e6), Math.floor(Math.min(most, await available()) / 1e6)];
  const found = say(`${free} Mo libres de ${total}`, `${free} MB free of ${total}`);
  if (total >= memoryWanted) return fine(subject, found);
  const remedy = say(
    `Donnez-lui ${memoryWanted} Mo : un gros classeur ou un scénario peut sinon être interrompu (il est alors repris).`,
    `Give it ${memoryWanted} MB: a large workbook or a scenario may else be cut off (and is then taken up again).`,
  );
  return doubtful(subject, found, remedy);
}

/** The limit of the control group (cgroup v2, then v1), in bytes; infinite without one. */
async function groupLimit(): Promise<number> {
  for (const path of ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]) {
    const written = Number.parseInt(await readFile(path, "utf8").catch(() => ""), 10);
    if (Number.isFinite(written)) return written;
  }
  return Infinity;
}

/** What the system says could be had without swapping, in bytes (proc(5)); infinite where it does not say. */
async function available(): Promise<number> {
  const said = /MemAvailable:\s+(\d+) kB/.exec(await readFile("/proc/meminfo", "utf8").catch(() => ""));
  return said?.[1] === undefined ? Infinity : Number(said[1]) * 1_024;
}

/** Whether the machine starts Carillon by itself. */
export async function checkBoot(): Promise<Check> {
  const subject: Subject = { name: "boot", title: say("Démarrage avec la machine", "Start with the machine") };
  if (!(await exists("/run/systemd/system"))) {
    return fine(
      subject,
      say(
        "pas de systemd ici : c'est à ce qui lance ce conteneur ou cette machine d'y veiller",
        "no systemd here: it is up to whatever starts this container or machine",
      ),
    );
  }
  const units = (await unitsAtBoot()).filter((name) => /^carillon(@.+)?\.service$/.test(name));
  if (units.length > 0) return fine(subject, say(units.join(", "), units.join(", ")));
  return doubtful(
    subject,
    say("aucune unité carillon n'est activée", "no unit of carillon is enabled"),
    say(
      "Installez deploy/carillon.service (docs/running.md), puis : systemctl enable --now carillon",
      "Install deploy/carillon.service (docs/running.md), then: systemctl enable --now carillon",
    ),
  );
}

/** Whether the addresses under which Carillon is said to be reached from outside lead to a Carillon. */
export async function checkOutside({ publicAddress }: Config): Promise<readonly Check[]> {
  const subject: Subject = { name: "outside", title: say("Adresse publique", "Public address") };
  const addresses = publicAddress === undefined ? [] : [publicAddress];
  return await Promise.all(
    addresses.map(async (address) => {
      const cause = await whyNotCarillon(address);
      if (cause === undefined) return fine(subject, say(`${address} mène à Carillon`, `${address} leads to Carillon`));
      return {
        ...doubtful(
          subject,
          say(`${address} ne mène pas à Carillon`, `${address} does not lead to Carillon`),
          say(
            "Vérifiez le nom, le certificat et le serveur placé devant (deploy/Caddyfile). Certaines machines ne peuvent pas s'appeler elles-mêmes par leur nom public : essayez d'un téléphone.",
            "Check the name, the certificate and the server in front (deploy/Caddyfile). Some machines cannot call themselves by their public name: try from a telephone.",
          ),
        ),
        cause,
      };
    }),
  );
}

async function whyNotCarillon(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${address}/health`, { signal: AbortSignal.timeout(5_000) });
    const text = await answer.text();
    return /"engine":(true|false)/.test(text) ? undefined : `${answer.status} ${text.slice(0, 100)}`;
  } catch (error) {
    return causeOf(error);
  }
}

/** How many connections several workers and pages want (docs/running.md). */
const connectionsWanted = 40;

/** Whether a server that is not ours keeps what it is told, has room for us, and lets backups be proved. */
export async function checkServer({
  pool,
  embedded,
}: Pick<OpenDatabase, "pool" | "embedded">): Promise<readonly Check[]> {
  if (embedded !== undefined) return [];
  const subject: Subject = { name: "server", title: say("Serveur de la base", "The database's server") };
  const { rows } = await pool.query<{ durable: boolean; most: number; used: number; creates: boolean }>(`
    select current_setting('fsync')::bool and current_setting('full_page_writes')::bool as durable,
           current_setting('max_connections')::int as most,
           (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
           (select rolcreatedb or rolsuper from pg_roles where rolname = current_user) as creates`);
  const [server] = rows;
  if (server === undefined) return [];
  const checks: Check[] = [];
  if (!server.durable) {
    checks.push(
      doubtful(
        subject,
        say("fsync ou full_page_writes est éteint", "fsync or full_page_writes is off"),
        say(
          "Rallumez-les dans postgresql.conf : une coupure de courant rendrait la base illisible.",
          "Turn them on in postgresql.conf: a power cut would leave the database unreadable.",
        ),
      ),
    );
  }
  if (server.most - server.used < connectionsWanted / 2) {
    checks.push(
      doubtful(
        subject,
        say(
          `${server.used} connexions prises sur ${server.most}`,
          `${server.used} connections taken of ${server.most}`,
        ),
        say(
          "Augmentez max_connections : un processus de travail en prend jusqu'à 20, une page 8.",
          "Raise max_connections: a worker takes up to 20, a page 8.",
        ),
      ),
    );
  }
  if (!server.creates) {
    checks.push(
      doubtful(
        subject,
        say("les sauvegardes ne peuvent pas être éprouvées", "backups cannot be proved"),
        say(
          "Donnez au compte le droit CREATEDB : ALTER ROLE … CREATEDB.",
          "Give the account the right CREATEDB: ALTER ROLE … CREATEDB.",
        ),
      ),
    );
  }
  if (checks.length > 0) return checks;
  const found = say(
    `garde ce qu'on lui dit ; ${server.used} connexions prises sur ${server.most}`,
    `keeps what it is told; ${server.used} connections taken of ${server.most}`,
  );
  return [fine(subject, found)];
}
