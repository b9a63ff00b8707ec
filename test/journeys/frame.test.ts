import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { barriersOn, hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";
import { visitAll } from "./visit.ts";

let journey: Journey;
let page: Page;

describe.skipIf(!hasBrowser)("the frame of every page (skipped without Chromium)", () => {
  beforeAll(async () => {
    journey = await openJourney({ settings: { CARILLON_MODE: "dry" }, isOutspoken: true });
    page = await journey.as("owner");
  });
  afterAll(async () => await journey.close());

  it("says the mode and the school, and everybody can use it", async () => {
    await page.getByText("Mode à blanc : aucun message ne part.").waitFor();
    expect(await page.getByText("École du Lac").count()).toBe(1);
    await look(page, "frame");
    await page.setViewportSize({ width: 390, height: 844 });
    const cutOff = `[...document.querySelectorAll("header button[aria-haspopup] *")]
      .filter((one) => one.scrollWidth > one.clientWidth + 1).length`;
    expect(await page.evaluate(cutOff), "a word of the mode is cut off").toBe(0);
    await page.setViewportSize({ width: 1_280, height: 800 });
  });

  it("says that there is no page where there is none", async () => {
    await page.goto(`${journey.http.address}/no-such-page`);
    await page.getByText("Il n'y a pas de page à cette adresse.").waitFor();
    expect(await barriersOn(page)).toEqual([]);
  });

  it("leaves the browser nothing to complain of on any page of anybody", async () => {
    // What an operator and a viewer find under a tab, the owner finds there too.
    const [owner, , , coach] = await Promise.all(
      (["owner", "operator", "viewer", "coach"] as const).map(
        async (role) => await visitAll(await journey.as(role), { withTabs: role === "owner" || role === "coach" }),
      ),
    );
    expect(owner).toEqual(expect.arrayContaining(["/audit", "/timetable/holidays", "/scenarios/update_courses"]));
    expect(coach).toEqual(expect.arrayContaining(["/", "/my-classes", "/account"]));
    expect(coach).not.toContain("/students");
    expect(journey.complaints).toEqual([]);
  });

  it("shows a coach their own pages only", async () => {
    const coach = await journey.as("coach");
    expect(await coach.getByRole("link", { name: "Scénarios" }).count()).toBe(0);
  });

  it("says when nobody answers, and shows what was asked for as soon as somebody does", async () => {
    const owner = await journey.as("owner");
    await owner.clock.install();
    // As where the database stands still: the question is taken and never answered.
    const holder = await journey.http.world.app.database.pool.connect();
    try {
      await holder.query("begin");
      await holder.query("lock table groups in access exclusive mode");
      const asked = owner.waitForRequest(/\/api\/groups/);
      await owner.goto(`${journey.http.address}/groups`);
      await asked;
      await owner.clock.runFor("00:30");
      await owner.getByText("Carillon ne répond pas.").first().waitFor();
      await holder.query("rollback");
    } finally {
      holder.release();
    }
    await owner.clock.runFor("00:10");
    await owner.getByRole("row").nth(1).waitFor();
    expect(await owner.getByText("Carillon ne répond pas.").count()).toBe(0);
  });
});
