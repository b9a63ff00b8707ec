import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

let journey: Journey;
let page: Page;

describe.skipIf(!hasBrowser)("the plan of the week, in a browser (skipped without Chromium)", () => {
  beforeAll(async () => {
    journey = await openJourney();
    page = await journey.as("operator");
  });
  afterAll(async () => await journey.close());

  it("says on Today what comes, what is held today and how the services are", async () => {
    await page.getByRole("heading", { name: "Les séances d'aujourd'hui" }).waitFor();
    await page.getByRole("article").first().waitFor();
    await page.getByText("Base de données").waitFor();
    expect(await page.getByRole("article").count()).toBeGreaterThan(1);
    await look(page, "today");
  });

  it("shows the week as a calendar and as a list", async () => {
    await page.goto(`${journey.http.address}/week`);
    await page.getByRole("heading", { name: "Si vous ne touchez à rien" }).waitFor();
    await look(page, "week-calendar");
    await page.getByRole("button", { name: "Liste" }).click();
    await page.getByRole("table").waitFor();
    await look(page, "week-list");
    expect(await page.getByRole("row").count()).toBeGreaterThan(10);
  });

  it("approves lines together, and takes it back", async () => {
    await page.getByLabel("Choisir la ligne 12").check();
    await page.getByLabel("Choisir la ligne 13").check();
    await page.getByRole("button", { name: "Approuver" }).click();
    await page.getByText("2 séances approuvées.").waitFor();
    await page.getByText("2 séances sur").waitFor();
    await page.getByRole("button", { name: "Annuler", exact: true }).click();
    await page.getByText("0 séance sur").waitFor();
    expect(await page.getByText("2 séances approuvées.").count()).toBe(0);
  });

  it("gives a session to somebody else in one tap, holds its message and changes its words", async () => {
    await page.getByLabel("Chercher").fill("ig - ss");
    const open = page.getByRole("button", { name: /^Voir et changer/ }).last();
    await open.click();
    const panel = page.getByRole("dialog");
    await panel.getByRole("button", { name: "Remplacer le professeur" }).first().click();
    await panel.getByText("Un toucher suffit").waitFor();
    await panel.getByLabel("Texte (balises de Telegram permises)").waitFor();
    await look(page, "week-session");
    await panel.getByText("Un toucher suffit").locator("xpath=following::button[1]").click();
    await panel.waitFor({ state: "hidden" });
    await page.getByText("fait la séance.").waitFor();
    await page.getByText("remplacement").first().waitFor();

    await open.click();
    await panel.getByRole("button", { name: "Retenir le message" }).click();
    await panel.getByText("retenu", { exact: true }).waitFor();
    const words = panel.getByLabel("Texte (balises de Telegram permises)");
    await words.fill("<b>Bonjour");
    await panel.getByRole("button", { name: "Enregistrer ces mots" }).click();
    await panel.getByText("Corrigez le texte").waitFor();
    await words.fill("<b>Bonjour</b> à tous");
    await panel.getByRole("button", { name: "Enregistrer ces mots" }).click();
    await panel.getByText("mots changés à la main").waitFor();
    expect(await words.inputValue()).toBe("<b>Bonjour</b> à tous");
  });

  it("cancels a session, with what it touches", async () => {
    const panel = page.getByRole("dialog").first();
    await panel.getByRole("button", { name: "Annuler la séance" }).click();
    const asked = page.getByRole("dialog", { name: "Annuler cette séance ?" });
    await asked.getByText("La réunion Zoom est supprimée").waitFor();
    await asked.getByRole("button", { name: "Annuler la séance" }).click();
    await page.getByText("La séance est annulée.").waitFor();
    await page.getByText("annulée", { exact: true }).first().waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("says what differs from the week before, and what is to be settled", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: /Ce qui change/ }).click();
    await page.getByText("Par rapport à la semaine d'avant").waitFor();
    await look(page, "week-differences");
    await page.getByRole("tab", { name: /À régler/ }).click();
    await look(page, "week-conflicts");
    await page.getByRole("tab", { name: /Classements/ }).click();
    await page
      .getByText(/groupes? concernés?/)
      .first()
      .waitFor();
    expect(await page.getByRole("row").count()).toBeGreaterThan(3);
  });

  it("gives a session a link of the school's own, and takes it back", async () => {
    await page.goto(`${journey.http.address}/week?view=list&q=ig - ss`);
    const open = page.getByRole("button", { name: /^Voir et changer/ }).first();
    const panel = page.getByRole("dialog").first();
    await open.click();
    await panel.getByRole("button", { name: "Donner un autre lien" }).click();
    await panel.getByLabel("Adresse du lien").fill("http://nowhere");
    await panel.getByRole("button", { name: "Donner ce lien" }).click();
    await panel.getByText("Copiez le lien d'invitation").waitFor();
    await panel.getByLabel("Adresse du lien").fill("https://meet.example.org/cours");
    await look(page, "week-link");
    await panel.getByRole("button", { name: "Donner ce lien" }).click();
    await page.getByText("les élèves recevront ce lien").waitFor();
    await panel.locator('a[href="https://meet.example.org/cours"]').waitFor();
    await panel.getByRole("button", { name: "Revenir à une réunion Zoom" }).click();
    await panel.locator('a[href="https://meet.example.org/cours"]').waitFor({ state: "detached" });
    expect(await panel.getByRole("button", { name: "Donner un autre lien" }).count()).toBe(1);
  });

  it("holds an evening's rankings, which then wait to be let go", async () => {
    await page.goto(`${journey.http.address}/week?tab=rankings`);
    await page.getByRole("button", { name: "Retenir : classements du mercredi 1er avril" }).click();
    await page.getByText("Les classements du mercredi 1er avril attendront votre accord.").waitFor();
    await page.getByText("1 soirée de classements est retenue.").waitFor();
    await look(page, "week-rankings");
    await page.getByRole("button", { name: "Laisser repartir : classements du mercredi 1er avril" }).click();
    await page.getByText("Les classements du mercredi 1er avril partiront à leur heure.").waitFor();
    expect(await page.getByText("1 soirée de classements est retenue.").count()).toBe(0);
  });

  it("holds many messages together, and lets them go", async () => {
    await page.goto(`${journey.http.address}/messages?state=planned`);
    await page.getByLabel("Choisir toutes les lignes").check();
    await page.getByRole("button", { name: "Retenir" }).click();
    await page.getByText(/messages? retenus?\./).waitFor();
    await page.goto(`${journey.http.address}/messages?state=held`);
    await page.getByLabel("Choisir toutes les lignes").check();
    await look(page, "outbox-held");
    await page.getByRole("button", { name: "Laisser repartir" }).click();
    await page.getByText("Aucun message ici.").waitFor();
    const { rows } = await journey.http.world.database.pool.query(
      "select count(*)::int as held from messages where state = 'held'",
    );
    expect(rows[0].held).toBe(0);
  });

  it("gives no button to who only looks", async () => {
    const viewer = await journey.as("viewer");
    await viewer.getByRole("link", { name: "Plan de la semaine" }).click();
    await viewer.getByRole("heading", { name: "Si vous ne touchez à rien" }).waitFor();
    expect(await viewer.getByRole("button", { name: "Créer les liens Zoom" }).count()).toBe(0);
  });
});
