import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where Debian puts the programs of each version. */
const home = "/usr/lib/postgresql";

/** The oldest that Carillon works with. */
const oldest = 15;

/** The folder of the newest PostgreSQL of Debian's packages; `undefined` when there is none. */
export function findDebianPostgres(): string | undefined {
  if (!existsSync(home)) return undefined;
  const versions = readdirSync(home)
    .map(Number)
    .filter((version) => version >= oldest)
    .toSorted((a, b) => b - a);
  return versions.map((version) => join(home, String(version), "bin")).find((bin) => existsSync(join(bin, "postgres")));
}

/** Installs Debian's PostgreSQL where that may be done without asking; says in one line what came of it. */
export function installDebianPostgres(): void {
  if (findDebianPostgres() !== undefined) return;
  const standIn = "the tests of several processes run on the embedded one's programs instead";
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.log(`No PostgreSQL of Debian's here: ${standIn}. As root: apt-get install postgresql`);
    return;
  }
  console.log("Installing Debian's PostgreSQL for the tests of several processes (apt-get install postgresql) …");
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const step of [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", "postgresql"],
  ]) {
    const { status, stderr } = spawnSync("apt-get", step, { env: environment, encoding: "utf8", timeout: 600_000 });
    if (status === 0) continue;
    console.log(`It could not be installed, so ${standIn}: ${stderr.trim().split("\n").at(-1) ?? ""}`);
    return;
  }
}
