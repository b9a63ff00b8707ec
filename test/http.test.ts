import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isContractProcedure } from "@orpc/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { inviteFirstOwner } from "#features/accounts/invite-first-owner.ts";
import { roles, type Access, type Role } from "#features/accounts/rules.ts";
import { contract } from "#http/contract.ts";

import { openHttpWorld, testPassword, type HttpWorld } from "./http-world.ts";

let http: HttpWorld;
let folder: string;
const cookies = new Map<Role, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "carillon-backups-"));
  http = await openHttpWorld({ settings: { CARILLON_BACKUP_FOLDER: folder } });
});
afterAll(async () => {
  await http.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every route that the contracts hold. */
function everyRoute(part: unknown = contract, name = ""): readonly Route[] {
  if (isContractProcedure(part)) {
    const { route, meta } = part["~orpc"];
    const { method = "POST", path = "" } = route;
    return [{ name, method, path, access: (meta as { readonly access?: Access }).access }];
  }
  return Object.entries(part as object).flatMap(([key, value]) => everyRoute(value, `${name}.${key}`));
}

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly access: Access | undefined;
}

describe("the first owner", () => {
  it("comes in with the code of the terminal, once", async () => {
    const { db } = http.world.app.database;
    const old = await inviteFirstOwner({ db, now: http.world.clock.now() });
    const code = await inviteFirstOwner({ db, now: http.world.clock.now() });
    const body = { name: "Awa", email: "Awa@Ecole.example", password: testPassword };
    const accept = async (tried: string | undefined) =>
      await http.ask("POST", "/api/invitations/accept", { body: { ...body, code: tried } });

    expect(await (await accept(old)).json()).toMatchObject({ data: { code: "account.invitation-worthless" } });
    expect(
      (await http.ask("POST", "/api/invitations/accept", { body: { ...body, code, password: "court" } })).status,
    ).toBe(400);
    expect(await (await accept(code)).json()).toEqual({ email: "awa@ecole.example" });
    expect((await accept(code)).status).toBe(409);
    expect(await inviteFirstOwner({ db, now: http.world.clock.now() })).toBeUndefined();
  });
});

describe("every route", () => {
  beforeAll(async () => {
    for (const role of roles) cookies.set(role, await http.signedIn(role));
  });

  it("says who may call it", () => {
    const silent = everyRoute().filter(({ access }) => access === undefined);
    expect(silent).toEqual([]);
    expect(everyRoute().length).toBeGreaterThan(8);
  });

  it.each(everyRoute())("$method $path is for those it names, and nobody else", async ({ method, path, access }) => {
    for (const role of [undefined, ...roles]) {
      const cookie = role === undefined ? undefined : cookies.get(role);
      const answer = await http.ask(method, `/api${path.replaceAll(/\{\w+\}/g, "nobody")}`, {
        ...(cookie === undefined ? {} : { cookie }),
        ...(method === "GET" ? {} : { body: {} }),
      });
      const may = access === "public" || (role !== undefined && access !== undefined && access.includes(role));
      const refused = role === undefined ? 401 : 403;
      // Whoever may call it is answered something about "nobody": done, unknown, or refused with a reason.
      expect({ role, refused: answer.status === refused }).toEqual({ role, refused: !may });
      expect(answer.status, `${role}`).toBeLessThan(500);
    }
  });

  it("that nobody wrote is not there, also for the owner", async () => {
    const cookie = cookies.get("owner") ?? "";
    expect((await http.ask("GET", "/api/nothing", { cookie })).status).toBe(404);
    expect((await http.ask("GET", "/assets/..%2f..%2fpackage.json")).status).toBe(404);
  });
});

describe("a person who signed in", () => {
  it("is who they are", async () => {
    const answer = await http.ask("GET", "/api/me", { cookie: cookies.get("coach") ?? "" });
    expect(await answer.json()).toMatchObject({ email: "coach@ecole.example", role: "coach", twoFactor: false });
  });

  it("runs a scenario, which keeps who asked; and the audit of what owners change names them", async () => {
    const cookie = cookies.get("owner") ?? "";
    const run = await http.ask("POST", "/api/scenarios/generate_messages/runs", { cookie, body: {} });
    expect(run.status).toBe(200);
    const runs = async () => (await (await http.ask("GET", "/api/runs", { cookie })).json()) as readonly object[];
    await expect
      .poll(async () => (await runs())[0], { timeout: 60_000 })
      .toMatchObject({
        scenario: "generate_messages",
        cause: "manual",
        askedBy: { by: expect.stringMatching(/^user:/), name: "owner" },
      });
    const list = (await (await http.ask("GET", "/api/accounts", { cookie })).json()) as { id: string; role: string }[];
    const viewer = list.find((account) => account.role === "viewer");
    await http.ask("PATCH", `/api/accounts/${viewer?.id}`, { cookie, body: { role: "operator" } });
    const { rows } = await http.world.database.pool.query(
      "select by, before, after from audit_lines where action = 'account.role'",
    );
    expect(rows).toEqual([
      { by: expect.stringMatching(/^user:/), before: { role: "viewer" }, after: { role: "operator" } },
    ]);
  });

  it("stays an owner while they are the last one", async () => {
    const cookie = cookies.get("owner") ?? "";
    const list = (await (await http.ask("GET", "/api/accounts", { cookie })).json()) as { id: string; role: string }[];
    const owners = list.filter((account) => account.role === "owner");
    expect(owners).toHaveLength(2);
    const me = (await (await http.ask("GET", "/api/me", { cookie })).json()) as { id: string };
    const other = owners.find((owner) => owner.id !== me.id);
    expect((await http.ask("DELETE", `/api/accounts/${other?.id}`, { cookie })).status).toBe(200);
    const last = await http.ask("DELETE", `/api/accounts/${me.id}`, { cookie });
    expect(await last.json()).toMatchObject({ data: { code: "account.last-owner" } });
  });
});

describe("what comes from elsewhere", () => {
  it("changes nothing with our cookie", async () => {
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
      const answer = await fetch(`${http.address}/api/scenarios/update_courses/runs`, {
        method: "POST",
        headers: { ...headers, cookie: cookies.get("owner") ?? "", "content-type": "application/json" },
        body: "{}",
      });
      expect(answer.status).toBe(403);
    }
  });

  it("cannot sign up by itself, and a cookie that was tampered with is nobody's", async () => {
    const body = { name: "X", email: "x@evil.example", password: testPassword };
    expect((await http.ask("POST", "/api/auth/sign-up/email", { body })).status).toBeGreaterThanOrEqual(400);
    const cookie = (cookies.get("owner") ?? "").replace(/=..../, "=abcd");
    expect((await http.ask("GET", "/api/me", { cookie })).status).toBe(401);
  });

  it("guesses no password for long", async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const body = { email: "operator@ecole.example", password: `wrong password ${tries}` };
      statuses.push((await http.ask("POST", "/api/auth/sign-in/email", { body })).status);
    }
    expect(statuses).toContain(429);
    expect(statuses).not.toContain(200);
  });
});

it("the page comes with a policy that lets no foreign script in", async () => {
  const answer = await http.ask("GET", "/runs");
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(await answer.text()).toContain(nonce);
});

// Last, since the server closes the connection on a body that it does not read.
it("a question larger than any of the page's is not read", async () => {
  const answer = await http.ask("POST", "/api/invitations/accept", { body: { code: "x".repeat(2_000_000) } });
  expect(answer.status).toBe(413);
});
