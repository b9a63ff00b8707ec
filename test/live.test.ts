import { afterAll, beforeAll, expect, it } from "vitest";

import { openHttpWorld, type HttpWorld } from "./http-world.ts";

let http: HttpWorld;

beforeAll(async () => {
  http = await openHttpWorld();
});
afterAll(async () => await http.close());

/** Follows the changes until one of this topic is told. */
async function follow(cookie: string) {
  const leaving = new AbortController();
  const answer = await fetch(`${http.address}/api/events`, { headers: { cookie }, signal: leaving.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  return {
    type: answer.headers.get("content-type"),
    async until(topic: string) {
      while (!heard.includes(`"${topic}"`)) {
        const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
        if (done) throw new Error(`the stream ended before ${topic}: ${heard}`);
        heard += value;
      }
    },
    leave: () => leaving.abort(),
  };
}

it("tells whoever is signed in what changes, whichever process changes it", async () => {
  const cookie = await http.signedIn("coach");
  const one = await follow(cookie);
  const other = await follow(cookie);
  expect(one.type).toContain("text/event-stream");
  const { pool } = http.world.database;
  const listening = `select 1 from pg_stat_activity where application_name = 'carillon page'
                       and datname = current_database() and query like 'listen%' and state = 'idle'`;
  await expect.poll(async () => (await pool.query(listening)).rowCount, { timeout: 60_000 }).toBe(1);
  await pool.query("update groups set title = title");
  await one.until("groups");
  await other.until("groups");
  other.leave();

  const operator = await http.signedIn("operator");
  await http.ask("POST", "/api/scenarios/generate_messages/runs", { cookie: operator, body: {} });
  await one.until("runs");
  one.leave();
});

it("tells nobody who is not signed in", async () => {
  expect((await http.ask("GET", "/api/events")).status).toBe(401);
});
