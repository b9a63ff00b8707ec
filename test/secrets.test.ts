import { isContractProcedure } from "@orpc/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { contract } from "#http/contract.ts";

import { openHttpWorld, testPassword, type HttpWorld } from "./http-world.ts";

const webhookSecret = "webhook-secret-of-zoom";
const heartbeat = "heartbeat-path-that-nobody-knows";

let http: HttpWorld;
let cookie: string;

beforeAll(async () => {
  http = await openHttpWorld({
    settings: { ZOOM_WEBHOOK_SECRET: webhookSecret, CARILLON_HEARTBEAT_URL: `https://heart.example/${heartbeat}` },
  });
  cookie = await http.signedIn("owner");
});
afterAll(async () => await http.close());

/** Everything that whoever knew it could misuse. */
async function secrets(): Promise<readonly string[]> {
  const { world } = http;
  const { rows } = await world.database.pool.query<{ secret: string }>(
    "select password as secret from credentials union select token from logins",
  );
  return [
    "700100200:simulated-school",
    world.zoom.credentials.clientSecret,
    webhookSecret,
    heartbeat,
    "00".repeat(32),
    testPassword,
    ...rows.map(({ secret }) => secret),
  ];
}

function everyPath(part: unknown = contract): readonly string[] {
  if (!isContractProcedure(part)) return Object.values(part as object).flatMap((one) => everyPath(one));
  const { method, path = "" } = part["~orpc"].route;
  return method === "GET" && path !== "/events" ? [`/api${path.replaceAll(/\{\w+\}/g, "nobody")}`] : [];
}

describe("no secret leaves", () => {
  it("in any answer to the owner, who may ask everything", async () => {
    await http.world.run("update_courses");
    const known = await secrets();
    expect(known.every((secret) => secret.length > 10)).toBe(true);
    const leaks: string[] = [];
    for (const path of [...everyPath(), "/", "/health", "/metrics"]) {
      const answer = await http.ask("GET", path, { cookie });
      const told = `${JSON.stringify([...answer.headers])}${await answer.text()}`;
      if (known.some((secret) => told.includes(secret))) leaks.push(path);
    }
    expect(leaks).toEqual([]);
  });

  it("in what the logins answer: a login is listed and ended by its id, and only one's own", async () => {
    const signIn = { email: "owner@ecole.example", password: testPassword };
    const signedIn = await http.ask("POST", "/api/auth/sign-in/email", { body: signIn });
    expect(signedIn.status).toBe(200);
    const listed = await http.ask("GET", "/api/auth/list-sessions", { cookie });
    const own = await http.ask("GET", "/api/auth/get-session", { cookie });
    const texts = [await signedIn.text(), await listed.clone().text(), await own.clone().text()];
    const known = await secrets();
    expect(known.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);

    const countLogins = async () => (await http.world.database.pool.query("select id from logins")).rowCount;
    const before = await countLogins();
    const { session } = (await own.json()) as { readonly session: { readonly id: string } };
    const login = ((await listed.json()) as (typeof session)[]).find(({ id }) => id !== session.id);
    const coach = await http.signedIn("coach");
    const end = async (by: string) =>
      await http.ask("POST", "/api/auth/revoke-session", { cookie: by, body: { id: login?.id } });
    await end(coach);
    expect(await countLogins()).toBe((before ?? 0) + 1);
    expect((await end(cookie)).status).toBe(200);
    expect(await countLogins()).toBe(before);
  });

  it("in what a key that is tried is answered", async () => {
    for (const [path, body] of [
      ["/api/settings/zoom/check", {}],
      ["/api/settings/zoom/check", { clientSecret: "a-wrong-secret-of-zoom" }],
      ["/api/settings/telegram/check", {}],
      ["/api/settings/telegram/check", { token: "700100200:a-wrong-token" }],
    ] as const) {
      const told = await (await http.ask("POST", path, { cookie, body })).text();
      const known = [...(await secrets()), "a-wrong-secret-of-zoom", "a-wrong-token"];
      expect(known.filter((secret) => told.includes(secret))).toEqual([]);
    }
  });
});
