import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { inviteFirstOwner } from "#features/accounts/invite-first-owner.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openHttpWorld, testPassword, type HttpWorld } from "../http-world.ts";
import { barriersOn, hasBrowser, keepPicture, openBrowser } from "./browser.ts";
import { gatherComplaints } from "./complaints.ts";
import { look } from "./journey.ts";

let http: HttpWorld;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "carillon-first-run-"));

describe.skipIf(!hasBrowser)("the first owner, in a browser (skipped without Chromium)", () => {
  beforeAll(async () => {
    http = await openHttpWorld({
      settings: { TELEGRAM_BOT_TOKEN: "", ZOOM_ACCOUNT_ID: "", ZOOM_CLIENT_ID: "", ZOOM_CLIENT_SECRET: "" },
    });
    browser = await openBrowser();
    // Nothing fades in or out: what is looked at is what stays.
    page = await browser.newPage({ locale: "fr-FR", reducedMotion: "reduce", viewport: { width: 1_280, height: 800 } });
    page.setDefaultTimeout(40_000);
    gatherComplaints(page.context(), complaints);
  });
  afterAll(async () => {
    await browser.close();
    await http.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("makes the account from the terminal's link, and is in", async () => {
    const code = await inviteFirstOwner({ db: http.world.app.database.db, now: http.world.clock.now() });
    await page.goto(`${http.address}/invitation#first-${code}`);
    await page.getByLabel("Votre nom").fill("Awa");
    await page.getByLabel("Votre adresse e-mail").fill("awa@ecole.example");
    await page.getByRole("textbox", { name: "Mot de passe" }).fill(testPassword);
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "invitation");
    await page.getByRole("button", { name: "Créer le compte" }).click();
    await page.getByRole("heading", { name: "Mise en route" }).waitFor();
    await page.getByText("0 étape est faite sur 7.").waitFor();
    await page.getByRole("heading", { name: "Deuxième étape à la connexion" }).waitFor();
    await look(page, "first-run");
  });

  it("gives the school its name, and comes back to where it was left", async () => {
    await page.getByRole("tab", { name: /^L'école/ }).click();
    await page.getByLabel("Nom de l'école").fill("École du Lac");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("1 étape est faite sur 7.").waitFor();
    await page.goto(http.address);
    await page.getByRole("heading", { name: "Aujourd'hui", exact: true }).waitFor();
    await page.getByText("Envoyer les messages du jour").first().waitFor();
    expect(await page.getByText("École du Lac").count()).toBe(1);
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "today");
    await page.getByRole("link", { name: "Continuer la mise en route" }).click();
    await page.getByText("1 étape est faite sur 7.").waitFor();
  });

  it("looks at the school's workbook before anything is applied, and may leave it", async () => {
    await writeDemoWorkbook(join(folder, "ecole.xlsx"), { seed: 7 });
    await page.locator("input[type=file]").setInputFiles(join(folder, "ecole.xlsx"));
    await page.getByRole("heading", { name: "ecole.xlsx" }).waitFor();
    await page.getByRole("tab", { name: /^Ce qui change/ }).click();
    await page.getByRole("table", { name: "Ce qui change dans l'emploi du temps" }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "first-run-workbook");
    await page.getByRole("button", { name: "Prendre un autre classeur" }).click();
    await page.getByRole("button", { name: "Étape suivante" }).click();
  });

  it("connects Zoom and Telegram, and sees the groups as they are joined", async () => {
    const { credentials } = http.world.zoom;
    await page.getByLabel("Account ID").fill(credentials.accountId);
    await page.getByLabel("Client ID").fill(credentials.clientId);
    await page.getByRole("textbox", { name: "Client Secret" }).fill(credentials.clientSecret);
    await page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
    await page.getByText("Tous les droits sont là.").waitFor();
    await page.getByRole("button", { name: "Étape suivante" }).click();
    await page.getByRole("textbox", { name: "Jeton du bot" }).fill("700100200:simulated-school");
    await page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
    await page.getByText("Aucun groupe encore.").waitFor();
    const chatId = "-1001234500001";
    http.world.telegram.world.addGroup({ chatId, title: "Débutants du mardi", botIsMember: false });
    http.world.telegram.world.addBot(chatId);
    await page.getByText(/^Débutants du mardi/).waitFor();
    await page.getByText("3 étapes sont faites sur 7.").waitFor();
    await look(page, "first-run-telegram");
    expect(await page.content()).not.toContain("simulated-school");
  });

  it("says who is told, sees the modes, and is finished", async () => {
    await page.getByRole("button", { name: "Étape suivante" }).click();
    await page.getByRole("combobox", { name: "Conversation prévenue" }).fill("5000000001");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("4 étapes sont faites sur 7.").waitFor();
    await page.getByRole("button", { name: "Étape suivante" }).click();
    await page.getByRole("button", { name: "Choisir le mode" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ne rien faire" }).click();
    await page.getByRole("button", { name: "Terminer la mise en route" }).click();
    await page.getByText("La mise en route est terminée.").waitFor();
    expect(await barriersOn(page)).toEqual([]);
  });

  it("runs a scenario and reads why it failed", async () => {
    await page.getByRole("link", { name: "Scénarios", exact: true }).click();
    const card = page.getByRole("region", { name: "Mettre à jour les cours" });
    await card.getByRole("button", { name: "Lancer maintenant" }).click();
    await card.getByText("échouée").waitFor();
    await card.getByText("Carillon ne sait pas où est le classeur de l'école.").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "scenarios");
    await page.getByRole("link", { name: "Exécutions" }).click();
    await page.getByRole("button", { name: "Voir le journal de l'exécution 1" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "run-log");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  });

  it("reads it in English, on a dark background and on a telephone", async () => {
    await page.getByRole("button", { name: "English" }).first().click();
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    await page.getByRole("button", { name: "Dark background" }).first().click();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "runs-dark-english");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(http.address);
    await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(390);
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "today-telephone");
  });

  it("signs out, is refused with a wrong password, and comes in again", async () => {
    await page.getByRole("button", { name: "Pages" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("E-mail address").fill("awa@ecole.example");
    const password = page.getByRole("textbox", { name: "Password" });
    await password.fill("something else");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This address and this password do not go together.").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "login-refused");
    await password.fill(testPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
    expect(complaints, "what the browser's console complained of").toEqual([]);
  });
});
