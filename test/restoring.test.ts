import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

import { isGateClosed } from "#database/gate.ts";
import { systemClock } from "#lib/clock.ts";

import { commandWith, databaseAddress } from "./command.ts";
import { cloneDatabase } from "./database.ts";
import { testPassword } from "./http-world.ts";
import { startRealServer, type RealServer } from "./real-server.ts";
import { folderIn, scratchFolder, type Scratch } from "./scratch.ts";

// The real program, several processes of it, on Debian's PostgreSQL where there is one.
const program = fileURLToPath(new URL("../src/cli/carillon.ts", import.meta.url));
const key = "5a".repeat(32);
/** Long enough for a machine that does ten other things. */
const patience = { timeout: 90_000, interval: 100 };

let server: RealServer;
let scratch: Scratch;
let address: string;
let pool: pg.Pool;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  server = await startRealServer();
  scratch = await scratchFolder();
});
afterAll(async () => {
  await server.close();
  scratch.remove();
});
beforeEach(async () => {
  address = await server.createDatabase();
  pool = new pg.Pool({ connectionString: address, max: 4 });
  pool.on("error", () => undefined);
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  await pool.end();
});

/** A process of Carillon, and all that it has said. */
function carillon(name: string, ...words: readonly string[]) {
  return carillonWith({}, name, ...words);
}

function carillonWith(settings: Readonly<Record<string, string>>, name: string, ...words: readonly string[]) {
  const child = spawn(process.execPath, [program, ...words], {
    env: {
      PATH: process.env["PATH"],
      CARILLON_LANGUAGE: "en",
      CARILLON_DATA: folderIn(scratch.path, name, 0o700),
      CARILLON_BACKUP_FOLDER: join(scratch.path, "backups"),
      CARILLON_SECRET_KEY: key,
      CARILLON_MODE: "dry",
      DATABASE_URL: address,
      LOG_LEVEL: "silent",
      PORT: "0",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  const said = { out: "" };
  child.stdout.on("data", (part: Buffer) => (said.out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (said.out += part.toString()));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return { child, said, ended };
}

/** What a process said at each of its starts under a name of its JSON: `address`, `firstOwner`. */
const told = (out: string, name: string) =>
  [...out.matchAll(new RegExp(`"${name}": "([^"]+)"`, "g"))].map((one) => one[1]);

const value = async (query: string) => Object.values((await pool.query(query)).rows[0] ?? {})[0];
const coaches = async () => (await pool.query("select name from coaches order by 1")).rows.map((row) => row.name);

it("an owner puts a backup in the place of everything, and every process takes it up", async () => {
  const page = carillonWith({ PROCESS_MODE: "web" }, "web", "start", "--json");
  const worker = carillonWith({ PROCESS_MODE: "worker" }, "worker", "start", "--json");
  await expect.poll(() => [page, worker].map(({ said }) => told(said.out, "process").length), patience).toEqual([1, 1]);
  const here = () => told(page.said.out, "address").at(-1) ?? "";
  const ask = async (method: string, path: string, body?: object, cookie?: string) =>
    await fetch(`${here()}${path}`, {
      method,
      headers: { origin: here(), "content-type": "application/json", ...(cookie === undefined ? {} : { cookie }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const signIn = async () => {
    const answer = await ask("POST", "/api/auth/sign-in/email", { email: "o@school.example", password: testPassword });
    return answer.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
  };
  const [link = ""] = told(page.said.out, "firstOwner");
  const code = link.split("#first-")[1];
  const owner = { code, name: "Awa", email: "o@school.example", password: testPassword };
  expect((await ask("POST", "/api/invitations/accept", owner)).status).toBe(200);
  const cookie = await signIn();
  // At the backup a reminder waits; by the time of the restore its hour has passed.
  await pool.query(`
    insert into coaches (id, name, created_at) values ('c1', 'Was there', now());
    insert into groups (id, chat_id, title, language, audience_zones, active, created_at)
      values ('g1', '-1001', 'B1', 'fr', '{Europe/Paris}', true, now());
    insert into messages (id, kind, subject, group_id, chat_id, html, state, waits_for_run, priority, due_at,
                          expires_at, tries, created_at, updated_at)
      values ('m1', 'reminder', 's1', 'g1', '-1001', 'x', 'planned', true, 1, now() - interval '1 minute',
              now() + interval '5 hours', 0, now(), now())`);
  const { name } = (await (await ask("POST", "/api/backups", {}, cookie)).json()) as { readonly name: string };
  await pool.query("insert into coaches (id, name, created_at) values ('c2', 'Came later', now())");

  const restore = async (password: string) =>
    await (await ask("POST", `/api/backups/${name}/restores`, { password }, cookie)).json();
  expect(await restore("not the password")).toMatchObject({ data: { code: "restore.password-wrong" } });
  expect(await coaches()).toEqual(["Came later", "Was there"]);
  expect(await restore(testPassword)).toMatchObject({ id: expect.any(String) });

  await expect.poll(() => [page, worker].map(({ said }) => told(said.out, "process").length), patience).toEqual([2, 2]);
  expect(await coaches()).toEqual(["Was there"]);
  expect(await value("select state from messages")).toBe("held");
  expect((await ask("GET", "/api/me", undefined, cookie)).status).toBe(401);
  const again = await signIn();
  const answer = await ask("GET", "/api/restores/last", undefined, again);
  const last = (await answer.json()) as { readonly wayBack: string };
  expect(last).toMatchObject({ state: "done", file: name, byName: "Awa", held: 1, wayBack: expect.any(String) });
  expect(await value("select action from audit_lines order by id desc limit 1")).toBe("backup.restored");
  // The worker works on what was restored.
  await ask("POST", "/api/scenarios/generate_messages/runs", {}, again);
  await expect.poll(async () => await value("select outcome from runs"), patience).toEqual(expect.any(String));
  // The way back is a backup like any other.
  const back = carillon("command", "restore", join(scratch.path, "backups", last.wayBack), "--replace");
  expect(await back.ended).toBe(0);
  expect(await coaches()).toEqual(["Came later", "Was there"]);
}, 240_000);

it("killed in the middle it leaves what was there, and nobody is kept out", async () => {
  const school = await cloneDatabase();
  await school.pool.query(`
    insert into coaches (id, name, created_at) values ('c1', 'Was there', now());
    insert into audit_lines (at, by, action, subject, after)
      select now(), 'cli', 'group.set', n::text, jsonb_build_object('words', repeat('x', 200)) from generate_series(1, 40000) n`);
  const backups = folderIn(scratch.path, "of-the-killed");
  const settings = { CARILLON_BACKUP_FOLDER: backups, CARILLON_SECRET_KEY: key };
  const command = async (...words: readonly string[]) => await commandWith(settings, school.name, ...words);
  const there = async () => (await school.pool.query("select name from coaches")).rows.map((row) => row.name);
  expect(await command("backup", "--json")).toMatchObject({ code: 0 });
  const file = join(backups, readdirSync(backups).toSorted().at(-1) ?? "");
  await school.pool.query("update coaches set name = 'Is there now'");

  for (const stage of ["drop schema%", "COPY public%"]) {
    const holder = await school.pool.connect();
    // Somebody reads a table: it cannot be taken away before they have ended.
    if (stage.startsWith("drop")) await holder.query("begin; select 1 from coaches");
    const restoring = carillonWith(
      { ...settings, DATABASE_URL: databaseAddress(school.name) },
      "command",
      "restore",
      file,
      "--replace",
    );
    const isAt = `select count(*)::int from pg_stat_activity
      where application_name like 'carillon restore%' and state = 'active' and query like '${stage}'
        and datname = current_database()`;
    const isThere = async () => ((await school.pool.query(isAt)).rows[0] as { count: number }).count > 0;
    while (!(await isThere()) && restoring.child.exitCode === null) await systemClock.sleep(1);
    restoring.child.kill("SIGKILL");
    await restoring.ended;
    await holder.query("rollback");
    holder.release();
    await expect.poll(async () => await isGateClosed(school), patience).toBe(false);
    expect({ stage, coaches: await there() }).toEqual({ stage, coaches: ["Is there now"] });
  }
  const otherKey = { ...settings, CARILLON_SECRET_KEY: "11".repeat(32) };
  const other = await commandWith(otherKey, school.name, "restore", file, "--replace");
  expect(other).toMatchObject({ code: 1, failure: "restore.key-differs" });
  expect(await there()).toEqual(["Is there now"]);
  expect(await command("restore", file, "--replace")).toMatchObject({ code: 0 });
  expect(await there()).toEqual(["Was there"]);
  await school.close();
}, 240_000);
