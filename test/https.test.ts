import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openHttpWorld, testPassword, type HttpWorld } from "./http-world.ts";

let http: HttpWorld;

/** The public address of a school; a server in front of Carillon speaks HTTPS there. */
const host = "carillon.school.example";

beforeAll(async () => {
  http = await openHttpWorld({ settings: { CARILLON_PUBLIC_ADDRESS: `https://${host}`, TELEGRAM_BOT_TOKEN: "" } });
  await http.signedIn("owner");
});
afterAll(async () => await http.close());

const signIn = async (headers: Readonly<Record<string, string>>) =>
  await fetch(`${http.address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ email: "owner@ecole.example", password: testPassword }),
  });

describe("behind a public https address", () => {
  it("browsers are told to come over https only", async () => {
    expect((await fetch(http.address)).headers.get("strict-transport-security")).toContain("max-age=");
  });

  it("the cookie of a login travels over https only, and not to other sites", async () => {
    const answer = await signIn({ "x-forwarded-proto": "https", "x-forwarded-host": host });
    expect(answer.status).toBe(200);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Secure-/);
      expect(cookie).toMatch(/; Secure/);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; SameSite=Strict/i);
    }
  });

  it("who sits at the machine signs in at its own address, where there is no https", async () => {
    const answer = await signIn({ origin: http.address });
    expect(answer.status).toBe(200);
    const cookies = answer.headers.getSetCookie();
    for (const cookie of cookies) expect(cookie).not.toMatch(/; Secure|^__Secure-/);
    const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
    expect(await (await http.ask("GET", "/api/me", { cookie })).json()).toMatchObject({ role: "owner" });
    const forwarded = { cookie, "x-forwarded-proto": "https" };
    expect((await fetch(`${http.address}/api/me`, { headers: forwarded })).status).toBe(401);
  });
});
