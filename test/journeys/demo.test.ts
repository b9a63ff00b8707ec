import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { barriersOn, hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

let journey: Journey;
let page: Page;
let folder: string;

describe.skipIf(!hasBrowser)("the demo school on the page (skipped without Chromium)", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "carillon-page-demo-"));
    journey = await openJourney({ school: "empty", demoFolder: join(folder, "demo") });
    page = await journey.as("owner");
  });
  afterAll(async () => {
    await journey.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is a choice on the first day, opened by one click", async () => {
    const other = await journey.as("operator");
    await page.goto(`${journey.http.address}/start`);
    await page.getByRole("heading", { name: "Que voulez-vous faire ?" }).waitFor();
    await look(page, "demo-choice");
    await page.getByRole("button", { name: "Ouvrir la démonstration" }).click();
    await page.getByText("L'école de démonstration vit ses premiers jours…").waitFor();
    await page.getByRole("heading", { name: "Aujourd'hui", exact: true }).waitFor();
    await page.getByText("École de démonstration : tout est inventé").waitFor();
    expect(journey.http.world.telegram.ledger.all()).toEqual([]);
    // Whoever looks on elsewhere is told without asking.
    await other.getByText("École de démonstration : tout est inventé").waitFor({ timeout: 30_000 });
  });

  it("is a whole school that has lived, and whose time goes on", async () => {
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole("link", { name: "Messages", exact: true }).click();
    await page.getByRole("heading", { name: "Messages", level: 1 }).waitFor();
    await page.getByText("envoyé").first().waitFor();
    await page.getByRole("link", { name: "Classements", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Classements" }).waitFor();
    await page.getByRole("link", { name: "Scénarios", exact: true }).click();
    const card = page.getByRole("region", { name: "Préparer les messages" });
    await card.getByRole("button", { name: "Lancer maintenant" }).click();
    await card.getByText("réussie").waitFor();
    await page.getByRole("link", { name: "Mon compte" }).click();
    await page.getByText("owner@ecole.example").waitFor();
    expect(await (await journey.http.ask("GET", "/health")).json()).toMatchObject({ ok: true });
  });

  it("leaves nothing behind, and the installation is as it was", async () => {
    await page.getByRole("button", { name: "Quitter la démonstration" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Quitter la démonstration" }).click();
    await page.getByRole("heading", { name: "Que voulez-vous faire ?" }).waitFor();
    expect(readdirSync(folder)).toEqual([]);
    await page.getByRole("link", { name: "Messages", exact: true }).click();
    await page.getByText("Aucun message").first().waitFor();
  });
});
