import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import pg from "pg";

import { findPostgres } from "#database/postgres-binaries.ts";
import { serverAccount, spawnAs } from "#database/server-account.ts";
import { systemClock } from "#lib/clock.ts";
import { openLogger } from "#lib/logger.ts";

import { findDebianPostgres } from "../tools/postgresql.ts";
import { folderIn, scratchFolder } from "./scratch.ts";

/** A PostgreSQL of its own over TCP with a password, as a school that names one in DATABASE_URL has it. */
export interface RealServer {
  /** Whose programs it runs: `Debian's PostgreSQL 15.18`. */
  readonly name: string;
  /** A new empty database; gives what goes into DATABASE_URL. */
  createDatabase(): Promise<string>;
  /** Ends it as a power cut would, and starts it again. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** Starts Debian's PostgreSQL, or the embedded one's programs where there is none. */
export async function startRealServer(): Promise<RealServer> {
  const scratch = await scratchFolder();
  const account = serverAccount(undefined);
  const folder = folderIn(scratch.path, "server", 0o700);
  if (account.lent) chownSync(folder, account.uid, account.gid);
  const bin = findDebianPostgres();
  const programs = bin ?? (await embeddedPrograms(scratch.path));
  const password = randomBytes(12).toString("hex");
  const passwordFile = join(scratch.path, "password");
  writeFileSync(passwordFile, password);
  if (account.lent) chownSync(passwordFile, account.uid, account.gid);
  const as = { ...spawnAs(account), env: { PATH: process.env["PATH"], LC_ALL: "C" } };
  const cluster = join(folder, "cluster");
  const initdb = ["-D", cluster, "-U", "carillon", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync"];
  execFileSync(join(programs, "initdb"), [...initdb, `--pwfile=${passwordFile}`], { ...as, stdio: "ignore" });
  const version = execFileSync(join(programs, "postgres"), ["--version"], as)
    .toString()
    .replaceAll(/[^\d.]+/g, " ")
    .trim();

  let port = 0;
  let server: ChildProcess | undefined;
  const addressOf = (database: string) => `postgresql://carillon:${password}@127.0.0.1:${port}/${database}`;
  async function start(): Promise<void> {
    // Nothing here outlives the test, so nothing is made to survive a power cut of the machine.
    const settings = {
      fsync: "off",
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      max_connections: "150",
    };
    const options = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    server = spawn(join(programs, "postgres"), ["-D", cluster, ...options], { ...as, stdio: "ignore" });
    const ended = once(server, "exit").then(() => "ended" as const);
    for (;;) {
      if ((await Promise.race([ended, answers(addressOf("postgres"))])) === true) return;
      if (server.exitCode !== null) throw new Error(`${programs}/postgres ended with ${server.exitCode}`);
      await systemClock.sleep(50);
    }
  }
  // Between finding a free port and taking it another program may be faster.
  for (let tries = 1; ; tries += 1) {
    port = await freePort();
    try {
      await start();
      break;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, "exit");
    server.kill(signal);
    await gone;
  }
  return {
    name: `${bin === undefined ? "the embedded" : "Debian's"} PostgreSQL ${version.split(" ")[0]}`,
    async createDatabase() {
      const name = `school_${randomBytes(4).toString("hex")}`;
      const client = new pg.Client({ connectionString: addressOf("postgres") });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return addressOf(name);
    },
    async crash() {
      // "Immediate": as at a power cut nothing is finished, and the next start recovers.
      await end("SIGQUIT");
      await start();
    },
    async close() {
      await end("SIGINT");
      scratch.remove();
    },
  };
}

async function embeddedPrograms(folder: string): Promise<string> {
  const found = await findPostgres(serverAccount(undefined), folder, openLogger("silent"));
  if (!found.ok) throw new Error(found.failure.what.en);
  return join(found.value.folder, "bin");
}

async function answers(address: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: address });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
