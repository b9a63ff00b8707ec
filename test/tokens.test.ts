import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { tokenAreas } from "#features/accounts/token-rules.ts";
import { contract } from "#http/contract.ts";

import { openHttpWorld, type HttpWorld } from "./http-world.ts";

let http: HttpWorld;
let owner: string;

beforeAll(async () => {
  http = await openHttpWorld();
  owner = await http.signedIn("owner");
});
afterAll(async () => await http.close());

async function make(
  scopes: readonly string[],
  days?: number,
): Promise<{ readonly id: string; readonly token: string }> {
  const answer = await http.ask("POST", "/api/tokens", { cookie: owner, body: { name: "a program", scopes, days } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { id: string; token: string };
}

async function call(token: string, method: string, path: string, body?: object): Promise<Response> {
  return await fetch(`${http.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe("a token", () => {
  it("does what its scopes say, and nothing else", async () => {
    const { token } = await make(["scenarios:read"]);
    expect((await call(token, "GET", "/api/scenarios")).status).toBe(200);
    expect((await call(token, "POST", "/api/scenarios/generate_messages/runs", {})).status).toBe(403);
    expect((await call(token, "GET", "/api/groups")).status).toBe(403);
    const changing = await make(["scenarios:change"]);
    expect((await call(changing.token, "GET", "/api/scenarios")).status).toBe(200);
    expect((await call(changing.token, "POST", "/api/scenarios/generate_messages/runs", {})).status).toBe(200);
  });

  it("never reaches accounts, settings and other tokens, whoever made it", async () => {
    const all = await make(tokenAreas.flatMap((area) => [`${area}:read`, `${area}:change`]));
    for (const path of ["/api/accounts", "/api/tokens", "/api/me"]) {
      expect({ path, status: (await call(all.token, "GET", path)).status }).toEqual({ path, status: 403 });
    }
    const closed = Object.keys(contract).filter((area) => !(tokenAreas as readonly string[]).includes(area));
    // Whoever adds an area to the API decides here whether a token may be let in.
    expect(
      closed.filter((area) => !["accounts", "tokens", "settings", "audit", "backups", "demo"].includes(area)),
    ).toEqual([]);
  });

  it("is not kept: the database has its hash only, and a copy of the database opens nothing", async () => {
    const { token } = await make(["school:read"]);
    const { rows } = await http.world.database.pool.query<Record<string, unknown>>("select * from api_tokens");
    expect(JSON.stringify(rows)).not.toContain(token);
    const list = await http.ask("GET", "/api/tokens", { cookie: owner });
    expect(await list.text()).not.toContain(token.slice(16));
    const kept = String(rows.at(-1)?.["token_hash"]);
    expect((await call(kept, "GET", "/api/status")).status).toBe(401);
  });

  it("is worthless once revoked or expired, also beside a good cookie", async () => {
    const { id, token } = await make(["school:read"], 1);
    expect((await call(token, "GET", "/api/status")).status).toBe(200);
    await http.ask("DELETE", `/api/tokens/${id}`, { cookie: owner });
    const answer = await fetch(`${http.address}/api/status`, {
      headers: { authorization: `Bearer ${token}`, cookie: owner },
    });
    expect(answer.status).toBe(401);
    const again = await http.ask("DELETE", `/api/tokens/${id}`, { cookie: owner });
    expect(await again.json()).toMatchObject({ data: { code: "token.unknown" } });

    const short = await make(["school:read"], 1);
    await http.world.database.pool.query("update api_tokens set expires_at = created_at where id = $1", [short.id]);
    expect((await call(short.token, "GET", "/api/status")).status).toBe(401);
  });

  it("leaves its traces in the audit: made, used, revoked", async () => {
    const { rows } = await http.world.database.pool.query<{ action: string; by: string }>(
      "select action, by from audit_lines where action like 'token.%' order by id",
    );
    expect(rows[0]).toMatchObject({ action: "token.made", by: expect.stringMatching(/^user:/) });
    expect(rows.map((row) => row.action)).toContain("token.revoked");
    const used = (await (await http.ask("GET", "/api/tokens", { cookie: owner })).json()) as { lastUsedAt: unknown }[];
    expect(used.some((token) => token.lastUsedAt !== null)).toBe(true);
  });

  it("is refused with words where its scopes make no sense", async () => {
    for (const body of [
      { name: "", scopes: ["school:read"] },
      { name: "x", scopes: [] },
      { name: "x", scopes: ["all"] },
    ]) {
      expect((await http.ask("POST", "/api/tokens", { cookie: owner, body })).status).toBe(400);
    }
  });
});

describe("the OpenAPI document", () => {
  it("names every operation with its roles and the scope of its token", async () => {
    const answer = await http.ask("GET", "/api/openapi.json", { cookie: owner });
    const document = (await answer.json()) as {
      readonly openapi: string;
      readonly paths: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(document.paths["/scenarios/{name}/runs"]?.["post"]).toMatchObject({
      tags: ["scenarios"],
      "x-roles": ["owner", "operator"],
      "x-scope": "scenarios:change",
      responses: { "200": expect.anything() },
    });
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations.filter((operation) => operation["x-roles"] === undefined)).toEqual([]);
    expect(operations.length).toBeGreaterThan(40);
  });
});

describe("figures and health", () => {
  it("are read by Prometheus with a token for them, and by nobody without", async () => {
    expect((await fetch(`${http.address}/metrics`)).status).toBe(401);
    const other = await make(["school:read"]);
    expect((await call(other.token, "GET", "/metrics")).status).toBe(401);
    const { token } = await make(["metrics:read"]);
    const answer = await call(token, "GET", "/metrics");
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    const text = await answer.text();
    expect(text).toMatch(/^carillon_engine_running 1$/m);
    expect(text).toMatch(/^carillon_messages\{state="planned"\} \d+$/m);
    expect(text).toMatch(/^carillon_runs\{scenario="generate_messages",outcome="\w+"\} \d+$/m);
    expect(text).toMatch(/^carillon_last_run_timestamp_seconds\{scenario="generate_messages"\} \d+/m);
    expect(text).toMatch(/^process_resident_memory_bytes /m);
  });

  it("says whether it lives and whether it is ready", async () => {
    expect(await (await fetch(`${http.address}/health/live`)).json()).toEqual({ ok: true });
    expect(await (await fetch(`${http.address}/health/ready`)).json()).toEqual({ ok: true });
  });
});
