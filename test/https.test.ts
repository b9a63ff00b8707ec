import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openHttpWorld, testPassword, type HttpWorld } from "./http-world.ts";

let http: HttpWorld;

/** The public address of a school; a server in front of Carillon speaks HTTPS there. */
const host = "carillon.school.example";

beforeAll(async () => {
  http = await openHttpWorld({ settings: { CARILLON_PUBLIC_ADDRESS: `https://${host}`, TELEGRAM_BOT_TOKEN: "" } });
  await http.signedIn("owner").catch(() => undefined);
});
afterAll(async () => await http.close());

describe("behind a public https address", () => {
  it("browsers are told to come over https only", async () => {
    expect((await fetch(http.address)).headers.get("strict-transport-security")).toContain("max-age=");
  });

  it("the cookie of a login travels over https only, and not to other sites", async () => {
    const answer = await fetch(`${http.address}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "owner@ecole.example", password: testPassword }),
    });
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
});
