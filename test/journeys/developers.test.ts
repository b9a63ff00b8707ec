import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

let journey: Journey;
let page: Page;

describe.skipIf(!hasBrowser)("the page for programs (skipped without Chromium)", () => {
  beforeAll(async () => {
    journey = await openJourney({ school: "empty" });
    page = await journey.as("owner");
  });
  afterAll(async () => await journey.close());

  it("makes a token, shows it once, and a program calls with it until it is revoked", async () => {
    await page.getByRole("link", { name: "Pour les programmes" }).click();
    await page.getByText("/scenarios/{name}/runs").waitFor();
    await look(page, "developers");
    await page.getByRole("button", { name: "Créer un jeton" }).click();
    await page.getByRole("textbox", { name: "Nom" }).fill("tableau de bord");
    await page.getByRole("combobox", { name: "Ce qu'il peut faire" }).click();
    await page.getByRole("option", { name: "Scénarios et exécutions : lire", exact: true }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").getByRole("button", { name: "Créer un jeton" }).click();
    await page.getByText("Le voici.").waitFor();
    await look(page, "developers-token");
    const token = (await page.getByRole("dialog").locator("pre").textContent()) ?? "";
    const call = async () =>
      (await fetch(`${journey.http.address}/api/scenarios`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await call()).toBe(200);
    await page.getByRole("button", { name: "C'est noté" }).click();
    await page.getByRole("button", { name: "Retirer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Retirer" }).click();
    await page.getByText("Aucun jeton : aucun programme").waitFor();
    expect(await call()).toBe(401);
  });
});
