import { readFileSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";

import { openLogger } from "#lib/logger.ts";

import { holdDatabase } from "../../test/held-database.ts";
import { scratchFolder, type Scratch } from "../../test/scratch.ts";
import { isDatabaseGone } from "./database-failures.ts";
import { openDatabase, type OpenDatabase } from "./open.ts";
import { isAlive } from "./postmaster.ts";

const logger = openLogger("silent");
let scratch: Scratch;

beforeEach(async () => {
  scratch = await scratchFolder();
});
afterEach(() => scratch.remove());

async function open(dataFolder = scratch.path): Promise<OpenDatabase> {
  const opened = await openDatabase({ dataFolder, applicationName: "carillon test", logger });
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  onTestFinished(() => opened.value.close());
  return opened.value;
}

async function gone(pid: number | undefined): Promise<void> {
  await vi.waitFor(() => expect(isAlive(pid ?? 0)).toBe(false), { timeout: 10_000, interval: 10 });
}

describe("one process", () => {
  test("creates the database, keeps rows over a stop, and finds them again", async () => {
    const first = await open();
    expect(first.embedded?.origin).toBe("created");
    await first.pool.query("create table kept (n int)");
    await first.pool.query("insert into kept values (7)");
    await first.close();
    await gone(first.embedded?.serverPid);

    const second = await open();
    expect(second.embedded?.origin).toBe("started");
    expect((await second.pool.query("select n from kept")).rows).toEqual([{ n: 7 }]);
  });

  test("listens on no network, is durable and speaks UTC", async () => {
    const { pool } = await open();
    const answer = await pool.query(
      `select current_setting('listen_addresses') as net, current_setting('fsync') as fsync,
              current_setting('autovacuum') as autovacuum, current_setting('timezone') as zone,
              lower('ÉTÉ') as lower, getdatabaseencoding() as encoding`,
    );
    expect(answer.rows).toEqual([
      { net: "", fsync: "on", autovacuum: "on", zone: "UTC", lower: "été", encoding: "UTF8" },
    ]);
  });

  test.skipIf(process.platform !== "linux")(
    "is in a session of its own, out of reach of the terminal's Ctrl-C",
    async () => {
      const pid = (await open()).embedded?.serverPid ?? 0;
      const [, , group, session] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      expect([Number(group), Number(session)]).toEqual([pid, pid]);
    },
  );

  test("closing twice is closing once", async () => {
    const opened = await open();
    await Promise.all([opened.close(), opened.close()]);
    await gone(opened.embedded?.serverPid);
    expect(opened.pool.ended).toBe(true);
  });
});

describe("PostgreSQL killed", () => {
  test("keeps committed rows, and comes back under a living process", async () => {
    const opened = await open();
    await opened.pool.query("create table kept (n int); insert into kept values (1)");
    const killed = opened.embedded?.serverPid ?? 0;
    process.kill(killed, "SIGKILL");

    const rows = await vi.waitFor(
      async () => {
        expect(opened.embedded?.serverPid).not.toBe(killed);
        return (await opened.pool.query("select n from kept")).rows;
      },
      { timeout: 20_000, interval: 20 },
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("while nobody uses it: the next start recovers", async () => {
    const holder = await holdDatabase(scratch.path);
    await holder.kill();
    process.kill(holder.said.serverPid ?? 0, "SIGKILL");
    const opened = await open();
    expect(opened.embedded?.serverPid).not.toBe(holder.said.serverPid);
    expect(opened.embedded?.origin).toBe("started");
  });

  test("with a child in the middle of a computation: it is waited for, then ended", async () => {
    const holder = await holdDatabase(scratch.path);
    const opened = await open();
    // Computes in one expression without ever looking around, so it does not notice that its server died.
    const busy = opened.pool.query("select count(*) from generate_series(1, 100000000) as a where sqrt(a) < 0");
    busy.catch(() => undefined);
    await vi.waitFor(async () => {
      const active = await opened.pool.query(
        "select 1 from pg_stat_activity where query like '%sqrt(a)%' and state = 'active'",
      );
      expect(active.rowCount).toBeGreaterThan(1);
    });
    process.kill(holder.said.serverPid ?? 0, "SIGKILL");
    const error = await busy.catch((thrown: unknown) => thrown);
    expect(isDatabaseGone(error)).toBe(true);
    await vi.waitFor(async () => expect((await opened.pool.query("select 1 as n")).rows).toEqual([{ n: 1 }]), {
      timeout: 20_000,
    });
    await holder.end();
  });
});

describe("several processes", () => {
  test("share one server; the last one out stops it", async () => {
    const other = await holdDatabase(scratch.path);
    const opened = await open();
    expect(opened.embedded?.origin).toBe("reused");
    expect(opened.embedded?.serverPid).toBe(other.said.serverPid);

    await other.end();
    expect((await opened.pool.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
    await opened.close();
    await gone(other.said.serverPid);
  });

  test("an application killed leaves the server, and the next takes it over", async () => {
    const other = await holdDatabase(scratch.path, { claim: true });
    await other.kill();
    expect(isAlive(other.said.serverPid ?? 0)).toBe(true);
    const opened = await open();
    expect(opened.embedded?.origin).toBe("reused");
    const claim = await opened.embedded?.claimEngine();
    expect(claim?.ok).toBe(true);
    await opened.close();
    await gone(other.said.serverPid);
  });

  test("that start at once create one database and one server", async () => {
    const holders = await Promise.all([1, 2, 3].map(() => holdDatabase(scratch.path)));
    expect(holders.map((one) => one.said.failure)).toEqual([undefined, undefined, undefined]);
    expect(new Set(holders.map((one) => one.said.serverPid)).size).toBe(1);
    await Promise.all(holders.map((one) => one.end()));
    await gone(holders[0]?.said.serverPid);
  });

  test("that come and go never leave a dead database under a living one", async () => {
    await (await open()).close();
    const visit = async () => {
      for (let round = 0; round < 12; round++) {
        const opened = await open();
        expect((await opened.pool.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
        await opened.close();
      }
    };
    await Promise.all([visit(), visit(), visit()]);
  });
});

describe("the engine", () => {
  test("is claimed by one process; the second is refused and told who has it", async () => {
    const other = await holdDatabase(scratch.path, { claim: true });
    const opened = await open();
    const claim = await opened.embedded?.claimEngine();
    expect(claim).toMatchObject({ ok: false, failure: { code: "data.in-use" } });
    const what = claim?.ok === false ? claim.failure.what : undefined;
    expect(what?.fr).toContain(`pid=${other.pid}`);
    expect(what?.en).toContain(`pid=${other.pid}`);
    await other.end();
    const again = await opened.embedded?.claimEngine();
    expect(again?.ok).toBe(true);
    if (again?.ok === true) await again.value.release();
    expect(
      (await holdDatabase(scratch.path, { claim: true }).then(async (one) => (await one.end(), one))).said.failure,
    ).toBe(undefined);
  });

  test("is claimed again by itself after PostgreSQL was killed", async () => {
    const opened = await open();
    const claim = await opened.embedded?.claimEngine();
    const killed = opened.embedded?.serverPid ?? 0;
    process.kill(killed, "SIGKILL");
    await vi.waitFor(() => expect(opened.embedded?.serverPid).not.toBe(killed), { timeout: 20_000 });
    await vi.waitFor(
      async () => {
        const other = await holdDatabase(scratch.path, { claim: true });
        await other.end();
        expect(other.said.failure?.code).toBe("data.in-use");
      },
      { timeout: 20_000 },
    );
    expect(claim?.ok === true && claim.value.lost.aborted).toBe(false);
  });
});
