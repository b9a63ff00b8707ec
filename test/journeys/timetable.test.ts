import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { writeXlsx } from "hucre/xlsx";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { barriersOn, hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

let journey: Journey;
let page: Page;

/** A workbook as a hurried hand leaves it: two columns for the coach, slips, gaps, a link where an id belongs. */
async function writeMessyWorkbook(path: string): Promise<void> {
  const rows = [
    ["Planning de l'école, version du 3", null, null, null, null, null, null],
    ["Jour", "Heure", "Cours", "Niveau", "Prof", "Coach", "Groupe Telegram"],
    ["Lundi", "19h30", "Conversation du lundi", "BBG", "Awa Sissoko", "Awa Sissoko", "-1001111100001"],
    ["Mardi", "25:00", "Grammaire", "ABG", "Benoît Charrier", "Benoît Charrier", "-1001111100002"],
    ["Mecredi", "18h00", "Lecture", "IG", "Elsa Vandamme", "Elsa Vandamme", "-1001111100003"],
    ["Jeudi", "18h00", "Écriture", "IG", "Elsa Vandamme", null, "https://t.me/+abcdefgh"],
    ["Vendredi", null, "Prononciation", "IG", "Farid Ozanne", "Farid Ozanne", "-1001111100004"],
    ["Samedi", "10h00", "Atelier", "ABG", "Farid Ozanne", "Farid Ozanne", "-1001111100004"],
    ...Array.from({ length: 60 }, (_, index) => [
      "Dimanche",
      `${8 + (index % 12)}h${index % 2 === 0 ? "00" : "30"}`,
      `Séance libre ${index + 1}`,
      "ABG",
      "Drissa Keïta",
      "Drissa Keïta",
      `-10011112${String(index).padStart(5, "0")}`,
    ]),
    ["Dimanche", "26h", "Tout dernier cours", "ABG", "Drissa Keïta", "Drissa Keïta", "-1001111100009"],
  ];
  const notes = [
    ["À faire", "Qui"],
    ["Appeler Awa", "Elsa"],
  ];
  const sheets = [
    { name: "Planning", rows },
    { name: "Notes", rows: notes },
  ];
  await writeFile(path, await writeXlsx({ sheets }));
}

describe.skipIf(!hasBrowser)("the timetable, in a browser (skipped without Chromium)", () => {
  beforeAll(async () => {
    journey = await openJourney();
    page = await journey.as("operator");
  });
  afterAll(async () => await journey.close());

  it("refuses what is no workbook, and says what to give instead", async () => {
    await page.getByRole("link", { name: "Emploi du temps" }).click();
    await page.getByRole("heading", { level: 1, name: "Emploi du temps en vigueur" }).waitFor();
    await page.getByRole("link", { name: "Importer" }).click();
    await page.getByRole("heading", { level: 1, name: "Importer l'emploi du temps" }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    const html = {
      name: "classeur.xlsx",
      mimeType: "text/html",
      buffer: Buffer.from("<html><body>Bonjour</body></html>"),
    };
    await page.locator("input[type=file]").setInputFiles(html);
    await page.getByText("c'est une page web").first().waitFor();
    await page.getByRole("button", { name: "Prendre un autre classeur" }).click();
    await page.getByLabel("Adresse du classeur").fill("https://127.0.0.1/planning.xlsx");
    await page.getByRole("button", { name: "Lire le classeur" }).click();
    await page
      .locator("form")
      .getByText(/adresse/i)
      .nth(1)
      .waitFor();
  });

  it("shows the sheet as the school sees it, with what is wrong beside its cell", async () => {
    const workbook = join(dirname(journey.workbook), "planning.xlsx");
    await writeMessyWorkbook(workbook);
    await page.locator("input[type=file]").setInputFiles(workbook);
    await page.getByRole("heading", { name: "planning.xlsx" }).waitFor();
    await page.getByText("Titres à la ligne 2").waitFor();
    await page.getByRole("button", { name: /^B4 : 25:00/ }).waitFor();
    await look(page, "timetable-sheet");
    expect(await page.getByText("Écriture", { exact: true }).count()).toBe(1);

    // The last line is far below: what is wrong there leads to it.
    await page.getByRole("button", { name: "Aller à B69" }).click();
    await page.getByRole("dialog").getByText("« 26h » n'existe pas").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^À vérifier/ }).click();
    await page.getByRole("button", { name: "Aller à B69" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Tout/ }).click();
  });

  it("gives the workbook back with its problems in it", async () => {
    const [copy] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Télécharger le classeur annoté" }).click(),
    ]);
    expect(copy.suggestedFilename()).toBe("planning-carillon.xlsx");
  });

  it("asks what it is not sure of, and shows at once what other columns would change", async () => {
    await page.getByText("Les colonnes E et F pourraient donner le professeur").waitFor();
    expect(await page.getByRole("button", { name: "Importer", exact: true }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Non, corriger les colonnes" }).click();
    await page.getByRole("heading", { name: "Ce que contient chaque colonne" }).waitFor();
    await page.getByLabel("La colonne F contient").selectOption("coach");
    await page.getByText("Retenez d'abord les colonnes").waitFor();
    await page.getByLabel("La colonne G contient").selectOption("nothing");
    await page.getByText("Il manque : le groupe Telegram.").waitFor();
    await page.getByLabel("La colonne G contient").selectOption("group");
    await page.getByText("Il manque").waitFor({ state: "detached" });
    await look(page, "timetable-columns");
    await page.getByRole("button", { name: "Retenir ces colonnes" }).click();
    await page.getByText("C'est retenu").waitFor();
    await page.getByText("Décidé par quelqu'un de l'école.").waitFor();
  });

  it("asks before more than a third goes, imports, and takes it back", async () => {
    await page.getByRole("tab", { name: /^Ce qui change/ }).click();
    await page.getByRole("table", { name: "Ce qui change dans l'emploi du temps" }).waitFor();
    await page.getByText("plus d'un tiers").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    const button = page.getByRole("button", { name: "Importer", exact: true });
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel("Oui, ces cours s'arrêtent").check();
    await button.click();
    await page.getByRole("link", { name: "Voir le plan de la semaine" }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole("button", { name: "Annuler", exact: true }).click();
    await page.getByText("C'est annulé.").waitFor();
  });

  it("keeps the history, each import with its problems and its way back", async () => {
    await page.getByRole("link", { name: "Historique" }).click();
    await page.getByText("annulé par operator").waitFor();
    await page.getByText("planning.xlsx · Planning").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page
      .getByRole("button", { name: /^Voir \d/ })
      .first()
      .click();
    await page.getByRole("dialog").getByText("Planning!B4").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Annuler cet import" }).click();
    await page.getByRole("dialog").getByText("Séances à venir").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.keyboard.press("Escape");
  });

  it("cancels and gives away sessions of days to come, and takes it back", async () => {
    await page.goto(`${journey.http.address}/timetable/exceptions`);
    await page.getByText("Rien n'est décidé").waitFor();
    await page.getByRole("button", { name: "Ajouter une exception" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Quoi").selectOption("substitute");
    await form.getByRole("combobox", { name: "Cours" }).fill("BBG - SS");
    await page.getByRole("option", { name: /BBG - SS/ }).click();
    await form.getByLabel(/^Du\b/).fill("2026-04-11");
    await form.getByText("Un toucher suffit").waitFor();
    await look(page, "timetable-exception");
    await form.getByRole("button", { name: "Elsa Vandamme" }).click();
    await page.getByText("C'est décidé pour 1 séance.").waitFor();
    await page.getByText("remplacement").waitFor();
    await page.getByRole("button", { name: "Reprendre" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reprendre" }).click();
    await page.getByText("C'est repris").waitFor();
    expect(await page.getByText("remplacement").count()).toBe(0);
    await page
      .getByRole("status")
      .filter({ hasText: "C'est repris" })
      .getByRole("button", { name: "Annuler", exact: true })
      .last()
      .click();
    await page.getByRole("table").getByText("remplacement").waitFor();
    await page.getByRole("button", { name: "Reprendre" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reprendre" }).click();
    await page.getByText("Rien n'est décidé").waitFor();
  });

  it("adds days off, sets a course's last day, and gives a calendar's address once", async () => {
    await page.goto(`${journey.http.address}/timetable/holidays`);
    await page.getByLabel("Premier jour").fill("2026-04-20");
    await page.getByLabel("Dernier jour (compris)").fill("2026-04-01");
    await page.getByLabel("Nom (le groupe peut le lire)").fill("Vacances de printemps");
    await page.getByRole("button", { name: "Ajouter", exact: true }).click();
    await page.getByText("Le dernier jour vient avant le premier.").waitFor();
    await page.getByLabel("Dernier jour (compris)").fill("2026-05-03");
    await page.getByRole("button", { name: "Ajouter", exact: true }).click();
    await page.getByRole("table").getByText("Vacances de printemps").waitFor();
    expect(await barriersOn(page)).toEqual([]);

    await page.getByRole("link", { name: "Dates des cours" }).click();
    await page
      .getByRole("button", { name: /^Changer les dates/ })
      .first()
      .click();
    await page.getByLabel("Dernier jour").fill("2026-06-30");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("30 juin 2026").waitFor();
    expect(await barriersOn(page)).toEqual([]);

    await page.getByRole("link", { name: "Agendas" }).click();
    await page.getByRole("combobox", { name: "À qui" }).fill("Awa");
    await page.getByRole("option", { name: "Awa Sissoko" }).click();
    await page.getByRole("button", { name: "Donner une adresse" }).click();
    await page
      .getByRole("dialog")
      .getByText(/\/calendars\//)
      .waitFor();
    await page.getByRole("button", { name: "C'est noté" }).click();
    await page.getByRole("table").getByText("Awa Sissoko").waitFor();
    expect(await barriersOn(page)).toEqual([]);
  });

  it("gives the week as a workbook, and no button to who only looks", async () => {
    const viewer = await journey.as("viewer");
    await viewer.getByRole("link", { name: "Emploi du temps" }).click();
    await viewer.getByRole("table", { name: "Emploi du temps en vigueur" }).waitFor();
    expect(await viewer.getByRole("link", { name: "Importer" }).count()).toBe(0);
    const [week] = await Promise.all([
      viewer.waitForEvent("download"),
      viewer.getByRole("link", { name: "Télécharger le classeur" }).click(),
    ]);
    expect(week.suggestedFilename()).toMatch(/^carillon-2026-04-01\.xlsx$/);
    await viewer.getByRole("link", { name: "Exceptions" }).click();
    await viewer.getByText("Rien n'est décidé").waitFor();
    expect(await viewer.getByRole("button", { name: "Ajouter une exception" }).count()).toBe(0);
  });
});
