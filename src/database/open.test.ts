import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";

import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { openLogger } from "#lib/logger.ts";
import type { Result } from "#lib/failure.ts";
import { Secret } from "#lib/secrets.ts";

import { cloneDatabase, type ClonedDatabase } from "../../test/database.ts";
import { scratchFolder, type Scratch } from "../../test/scratch.ts";
import { databaseFailure, isDatabaseGone } from "./database-failures.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres.ts";
import { inTransaction, mostUses, openDatabase, type OpenDatabase } from "./open.ts";

const logger = openLogger("silent");

describe("a pool", () => {
  let database: ClonedDatabase;
  beforeEach(async () => {
    database = await cloneDatabase({ sessionStatements: ["set lock_timeout = '1234ms'"], poolSize: 2 });
    await database.pool.query("create table rows (n int unique)");
  });
  afterEach(() => database.close());
  const rows = async () => (await database.pool.query("select n from rows order by n")).rows.map((row) => row.n);

  test("runs the session's statements on each connection before anything else", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => database.pool.query("show lock_timeout")));
    expect(answers.map((answer) => answer.rows[0].lock_timeout)).toEqual(Array(4).fill("1234ms"));
  });

  test("a connection that was used often gives way to a new one, with the session's statements", async () => {
    const processes = new Set<number>();
    for (let use = 0; use < mostUses + 1; use += 1) {
      const { rows: answer } = await database.pool.query("select pg_backend_pid() as pid");
      processes.add(answer[0].pid);
    }
    expect(processes.size).toBe(2);
    expect((await database.pool.query("show lock_timeout")).rows[0].lock_timeout).toBe("1234ms");
  });

  test.skipIf(process.platform !== "linux")("what a large statement needed goes back to the system", async () => {
    await inTransaction(database.db, async (tx) => {
      const pid = (await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]?.pid;
      const megabytes = () =>
        Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
      // The first large one teaches the C library that such sizes are usual; the small one ends the second, which its
      // portal would keep.
      for (const length of [30_000, 30_000, 1]) {
        await tx.execute(sql`select length(string_agg(repeat('x', 1000), '')) from generate_series(1, ${length}::int)`);
      }
      expect(megabytes()).toBeLessThan(10);
    });
  });

  test("a transaction happens whole or not at all, and nests", async () => {
    const boom = new Error("boom");
    await expect(
      inTransaction(database.db, async (tx) => {
        await tx.execute(sql`insert into rows values (1)`);
        throw boom;
      }),
    ).rejects.toBe(boom);
    const value = await inTransaction(database.db, async (tx) => {
      await tx.execute(sql`insert into rows values (2)`);
      await inTransaction(tx, async (inner) => {
        await inner.execute(sql`insert into rows values (3)`);
        throw boom;
      }).catch(() => undefined);
      return "kept";
    });
    expect(value).toBe("kept");
    expect(await rows()).toEqual([2]);
  });

  test("connections cut in the middle of transactions end no process and leak no connection", async () => {
    for (let round = 0; round < 4; round++) {
      const error = await inTransaction(database.db, async (tx) => {
        await tx.execute(sql`insert into rows values (9)`);
        await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      }).catch((thrown: unknown) => thrown);
      expect(isDatabaseGone(error)).toBe(true);
      expect(databaseFailure(error).code).toBe("database.gone");
    }
    expect(await rows()).toEqual([]);
    expect(database.pool.waitingCount).toBe(0);
  });

  test("an error of the statement is no lost connection, and its values stay out of the failure", async () => {
    await database.db.execute(sql`insert into rows values (4)`);
    const error = await database.db
      .execute(sql`insert into rows select ${4}::int where ${"Awa Diallo"}::text <> ''`)
      .catch((e: unknown) => e);
    expect(isDatabaseGone(error)).toBe(false);
    const failure = databaseFailure(error);
    expect(failure).toMatchObject({ code: "database.failed" });
    expect(failure.cause).toContain("23505");
    expect(JSON.stringify(failure)).not.toContain("Awa");
  });
});

describe("DATABASE_URL", () => {
  const password = "s3cr3t-word";
  let scratch: Scratch;
  let server: EmbeddedPostgres;
  let port: number;

  beforeAll(async () => {
    scratch = await scratchFolder();
    const free = createServer().listen(0, "127.0.0.1");
    await new Promise((settle) => free.once("listening", settle));
    port = (free.address() as { port: number }).port;
    await new Promise((settle) => free.close(settle));
    const settings = { fsync: "off", listen_addresses: "127.0.0.1", port: String(port) };
    const started = await startEmbeddedPostgres({ dataFolder: scratch.path, logger, settings, patienceMs: 10_000 });
    if (!started.ok) throw new Error(JSON.stringify(started.failure));
    server = started.value;
    const client = new pg.Client({ ...server.connection });
    await client.connect();
    await client.query(`create role teacher login password '${password}'`);
    const hba = join(server.location.cluster, "pg_hba.conf");
    writeFileSync(
      hba,
      readFileSync(hba, "utf8").replace(/^host.*reject$/gm, "host all all 127.0.0.1/32 scram-sha-256"),
    );
    await client.query("select pg_reload_conf()");
    await client.end();
  });
  afterAll(async () => {
    await server.stop();
    scratch.remove();
  });

  test("opens, without touching the data folder, and never shows the password", async () => {
    const opened = await open(`postgresql://teacher:${password}@127.0.0.1:${port}/carillon`);
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    expect((await opened.value.pool.query("select current_user as me")).rows).toEqual([{ me: "teacher" }]);
    expect(opened.value.embedded).toBe(undefined);
    expect(inspect(opened.value, { depth: 8 })).not.toContain(password);
    expect(opened.value.connectionConfig).toHaveProperty("connectionString");
    await opened.value.close();
  });

  test("a wrong password, a missing database, nobody there, and nonsense are told apart", async () => {
    const wrong = await refusal(`postgresql://teacher:not-${password}@127.0.0.1:${port}/carillon`);
    expect(wrong.code).toBe("database.access-refused");
    expect(wrong.shown).not.toContain(password);
    expect((await refusal(`postgresql://teacher:${password}@127.0.0.1:${port}/nowhere`)).code).toBe("database.missing");
    const absent = await refusal(`postgresql://teacher:${password}@127.0.0.1:1/carillon`);
    expect(absent.code).toBe("database.unreachable");
    expect(absent.shown).not.toContain(password);
    expect((await refusal("postgresql://%%%@/")).code).toBe("database.address-invalid");
  });

  test("a PostgreSQL 14 is refused", async () => {
    const old = await listen(answerAsVersion14);
    const { port: oldPort } = old.address() as { port: number };
    expect((await refusal(`postgresql://me@127.0.0.1:${oldPort}/x`)).code).toBe("database.too-old");
    old.close();
  });
});

function open(url: string): Promise<Result<OpenDatabase>> {
  return openDatabase({ dataFolder: "/nonexistent", url: new Secret(url), applicationName: "carillon test", logger });
}

async function refusal(url: string): Promise<{ code: string; shown: string }> {
  const opened = await open(url);
  if (!opened.ok) return { code: opened.failure.code, shown: JSON.stringify(opened.failure) };
  await opened.value.close();
  return { code: "opened", shown: "" };
}

async function listen(onConnection: (socket: Socket) => void): Promise<Server> {
  const server = createServer(onConnection).listen(0, "127.0.0.1");
  await new Promise((settle) => server.once("listening", settle));
  return server;
}

const message = (type: string, body: Buffer) => {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), size, body]);
};
const field = (name: string, type: number) => {
  const rest = Buffer.alloc(18);
  rest.writeInt32BE(type, 6);
  return Buffer.concat([Buffer.from(`${name}\0`), rest]);
};
const value = (text: string) => {
  const size = Buffer.alloc(4);
  size.writeInt32BE(text.length);
  return Buffer.concat([size, Buffer.from(text)]);
};

/** Speaks just enough of PostgreSQL's protocol to say which version it is. */
function answerAsVersion14(socket: Socket): void {
  const two = Buffer.from([0, 2]);
  const ready = message("Z", Buffer.from("I"));
  let started = false;
  socket.on("error", () => undefined);
  socket.on("data", (data) => {
    if (!started) {
      started = true;
      socket.write(Buffer.concat([message("R", Buffer.alloc(4)), ready]));
    } else if (data[0] === "Q".charCodeAt(0)) {
      const columns = message("T", Buffer.concat([two, field("number", 23), field("text", 25)]));
      const row = message("D", Buffer.concat([two, value("140012"), value("14.12")]));
      socket.write(Buffer.concat([columns, row, message("C", Buffer.from("SELECT 1\0")), ready]));
    } else {
      socket.end();
    }
  });
}
