import { expect, onTestFinished, test } from "vitest";

import { openZoomAccount } from "#app/zoom-account.ts";
import { readConfig } from "#config";
import { systemClock } from "#lib/clock.ts";
import { keyFrom, newKey, sealedBox } from "#lib/sealed-box.ts";
import { handClock } from "#simulators/zoom/hand-clock.ts";
import { startZoomSimulator } from "#simulators/zoom/simulator.ts";
import { done } from "#simulators/zoom/zoom-at-hand.ts";

import { cloneDatabase } from "./database.ts";

/** A Zoom account with what several processes on one database would open. */
async function account(plan: "free" | "pro" | "business" = "business") {
  const clock = handClock("2026-03-01T12:00:00Z");
  const simulator = await startZoomSimulator({ clock, plan, hosts: [{ email: "awa@school.test" }], limits: false });
  const database = await cloneDatabase();
  onTestFinished(async () => {
    await simulator.close();
    await database.close();
  });
  const { credentials } = simulator;
  const config = readConfig({
    ZOOM_ACCOUNT_ID: credentials.accountId,
    ZOOM_CLIENT_ID: credentials.clientId,
    ZOOM_CLIENT_SECRET: credentials.clientSecret,
    ZOOM_API_BASE: simulator.apiBase,
    ZOOM_OAUTH_BASE: simulator.oauthBase,
    ZOOM_PLAN: plan,
  });
  if (!config.ok || config.value.zoom === undefined) throw new Error("no Zoom");
  const { zoom } = config.value;
  const key = keyFrom(newKey()) ?? new Uint8Array();
  const open = (box = sealedBox(key)) => openZoomAccount({ zoom, db: database.db, clock, box, timeoutMs: 15_000 });
  /** Lets the clock go on while `work` waits on it. */
  async function passing<T>(work: Promise<T>, stepMs = 5): Promise<T> {
    const state = { isOver: false };
    const ended = work.finally(() => (state.isOver = true));
    while (!state.isOver) {
      clock.advance({ milliseconds: stepMs });
      await systemClock.sleep(1);
    }
    return await ended;
  }
  return { clock, simulator, database, open, passing };
}

test("two processes share one token; it lies sealed in the database; another key asks for a new one", async () => {
  const { clock, simulator, database, open, passing } = await account();
  simulator.controls.oauth.newTokenEndsOld = true;
  const [one, two] = [open(), open()];
  done(await passing(one.listHosts()));
  done(await passing(two.listHosts()));
  expect(simulator.controls.oauth.issued).toBe(1);
  const { rows } = await database.pool.query("select * from zoom_tokens");
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain("eyJ");

  clock.advance({ minutes: 56 });
  await passing(Promise.all([one, two, open(), open()].map(async (zoom) => done(await zoom.listHosts()))));
  expect(simulator.controls.oauth.issued).toBe(2);

  done(await passing(open(sealedBox(keyFrom(newKey()) ?? new Uint8Array())).listHosts()));
  expect(simulator.controls.oauth.issued).toBe(3);
  done(await passing(one.listHosts()));
});

test("all processes together stay under the plan's limit", async () => {
  const { clock, simulator, open, passing } = await account("pro");
  simulator.controls.limits.paced = true;
  const processes = [open(), open(), open()];
  done(await passing(open().listHosts()));
  const began = clock.now();
  const asked = Array.from({ length: 40 }, (_, index) => processes[index % 3]?.listHosts());
  const answers = await passing(Promise.all(asked));
  expect(answers.map((answer) => answer?.kind)).toEqual(Array.from({ length: 40 }, () => "done"));
  // 20 medium requests a second.
  expect(began.until(clock.now()).total("seconds")).toBeGreaterThan(1.9);
});

test("the free plan's requests of the day are counted; a clock that went back does not stop anybody", async () => {
  const { clock, database, simulator, open, passing } = await account("free");
  done(await passing(open().listHosts(), 50));
  await database.pool.query("update zoom_pace set used = 2000");
  const spent = await open().listHosts();
  expect(spent).toMatchObject({ kind: "refused", failure: { code: "zoom.limit" } });
  expect(simulator.ledger.requestsTo("GET /users")).toBe(1);
  clock.advance({ hours: 13 });
  done(await passing(open().listHosts(), 50));
  await database.pool.query("update zoom_pace set free_at = free_at + 3600000");
  done(await passing(open().listHosts(), 50));
});
