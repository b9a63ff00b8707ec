import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

let journey: Journey;
let page: Page;

describe.skipIf(!hasBrowser)("scenarios (skipped without Chromium)", () => {
  beforeAll(async () => {
    journey = await openJourney();
    page = await journey.as("operator");
  });
  afterAll(async () => await journey.close());

  it("are cards that tell when they run", async () => {
    await page.goto(`${journey.http.address}/scenarios`);
    await page.getByRole("list", { name: "Prochaines exécutions" }).first().waitFor();
    expect(await page.getByText("actif", { exact: true }).count()).toBeGreaterThanOrEqual(5);
    await look(page, "scenarios");
  });

  it("are written by the school: refused at their line, tried, saved, and removed", async () => {
    await page.goto(`${journey.http.address}/scenarios`);
    await page.getByRole("button", { name: "Écrire un scénario" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Nom").fill("say_hello");
    await dialog.getByLabel("Titre dans les listes").fill("Dire bonjour");
    await dialog.getByRole("button", { name: "Créer" }).click();
    await page.getByRole("heading", { name: "Dire bonjour", level: 1 }).waitFor();
    const code = page.getByLabel("Code Python");
    const save = page.getByRole("button", { name: "Enregistrer le code" });
    await code.fill("def run_scenario(:\n    pass\n");
    await save.click();
    await page
      .getByRole("alert")
      .getByText(/ligne 1/)
      .waitFor();
    await page.locator(".cm-lint-marker-error").waitFor();
    await code.fill('def run_scenario():\n    print("bonjour")\n    return True, "Tout est dit"\n');
    await page.getByRole("button", { name: "Essayer sans rien faire" }).click();
    await page.getByText("Tout est dit").last().waitFor();
    await save.click();
    await page.getByRole("heading", { name: "Code, version 2" }).waitFor();
    await page.locator(".cm-lint-marker-error").waitFor({ state: "detached" });
    await look(page, "scenario");
    await page.getByRole("button", { name: "Comparer la version 1" }).click();
    const difference = page.getByRole("dialog").getByRole("region", { name: "Comparer la version 1" });
    expect(await difference.textContent()).toContain('+     print("bonjour")');
    await page.keyboard.press("Escape");
  });

  it("complete what is written, and let the keyboard out", async () => {
    const code = page.getByLabel("Code Python");
    await code.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("Course.query.fil");
    await page.getByRole("option", { name: /filter_by/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await expect.poll(async () => await page.locator(".cm-focused").count()).toBe(0);
    expect(await code.textContent()).toContain("Course.query.fil");
  });

  it("are not written over by who did not see the other's words", async () => {
    const other = await journey.as("owner");
    await other.goto(page.url());
    await other.getByLabel("Code Python").fill('def run_scenario():\n    return True, "Autrement"\n');
    await other.getByRole("button", { name: "Enregistrer le code" }).click();
    await other.getByRole("heading", { name: "Code, version 3" }).waitFor();
    await other.context().close();
    await page.getByLabel("Code Python").fill('def run_scenario():\n    1 / 0\n    return True, "Tout est dit"\n');
    await page.getByRole("button", { name: "Enregistrer le code" }).click();
    const stale = page.getByRole("alert").filter({ hasText: "entre-temps" });
    await stale.getByText(/Autrement/).waitFor();
    await look(page, "scenario-stale");
    await stale.getByRole("button", { name: "Enregistrer le mien quand même" }).click();
    await page.getByRole("heading", { name: "Code, version 4" }).waitFor();
    expect(await stale.count()).toBe(0);
  });

  it("say at their line what stopped their run, and leave their words in its log", async () => {
    await page.goto(`${journey.http.address}/scenarios`);
    const card = page.getByRole("region", { name: "Dire bonjour" });
    await card.getByRole("button", { name: "Lancer maintenant" }).click();
    await card.getByText("échouée").waitFor();
    await card.getByRole("link", { name: "Ouvrir : Dire bonjour" }).click();
    await page.locator(".cm-lint-marker-error").waitFor();
    await page
      .getByLabel("Code Python")
      .fill('def run_scenario():\n    print("bonjour")\n    return True, "Tout est dit"\n');
    await page.getByRole("button", { name: "Enregistrer le code" }).click();
    await page.getByRole("heading", { name: "Code, version 5" }).waitFor();
    await page.goto(`${journey.http.address}/scenarios`);
    await card.getByRole("button", { name: "Lancer maintenant" }).click();
    await card.getByText("réussie").waitFor();
    await page.goto(`${journey.http.address}/runs?scenario=say_hello&outcome=succeeded`);
    await page
      .getByRole("button", { name: /^Voir le journal/ })
      .first()
      .click();
    await page.getByRole("log").getByText("bonjour").waitFor();
    expect(await page.getByRole("log").getByRole("listitem").count()).toBe(2);
    await page.keyboard.press("Escape");
  });

  it("are given a rhythm, another one to follow, and limits; a run under way is ended", async () => {
    await page.goto(`${journey.http.address}/scenarios/say_hello`);
    await page.getByLabel("Rythme").selectOption({ label: "Chaque semaine" });
    await page.getByLabel("Jour", { exact: true }).selectOption({ label: "vendredi" });
    await page.getByLabel("Heure de l'école").fill("18:30");
    const coming = page.getByRole("list", { name: "Prochaines exécutions" });
    await coming.getByText("vendredi 3 avril à 18:30").waitFor();
    await page.getByRole("button", { name: "Enregistrer l'horaire" }).click();
    await page.getByText("À 18:30, uniquement le vendredi").nth(1).waitFor();
    await page.getByLabel("Rythme").selectOption({ label: "Sans horaire" });
    await page.getByLabel("Après le succès de").selectOption({ label: "Préparer les messages" });
    await page.getByRole("button", { name: "Enregistrer l'horaire" }).click();
    await page.getByText("après « Préparer les messages »").waitFor();
    await page.getByLabel("Secondes").fill("601");
    await page.getByRole("button", { name: "Enregistrer les limites" }).click();
    await page.getByText(/seconds va de 1 à 600/).waitFor();
    await page.getByLabel("Secondes").fill("60");
    await page.getByRole("button", { name: "Enregistrer les limites" }).click();
    await page.getByText("Limites enregistrées.").waitFor();
    await page.getByLabel("Code Python").fill("def run_scenario():\n    while True:\n        pass\n");
    await page.getByRole("button", { name: "Enregistrer le code" }).click();
    await page
      .getByText(/^Version \d+ enregistrée\.$/)
      .last()
      .waitFor();
    await page.getByText("Modifié, pas encore enregistré.").waitFor({ state: "detached" });
    await journey.http.world.app.request({ scenario: "say_hello", cause: "manual" });
    await page.getByRole("button", { name: "Arrêter l'exécution" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Arrêter l'exécution" }).click();
    await page.getByText(/une personne l'a annulé/).waitFor();
    expect(await page.getByRole("button", { name: "Arrêter l'exécution" }).count()).toBe(0);
  });

  it("are removed, put back as they ran, and leave their runs", async () => {
    await page.goto(`${journey.http.address}/scenarios/say_hello`);
    const remove = async () => {
      await page.getByRole("button", { name: "Retirer" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Retirer" }).click();
      await page.getByText("Scénario retiré.").waitFor();
    };
    await remove();
    await page.getByRole("button", { name: "Annuler", exact: true }).last().click();
    await page.getByRole("link", { name: "Ouvrir : Dire bonjour" }).click();
    await page.getByText("après « Préparer les messages »").waitFor();
    await remove();
    await page.getByRole("heading", { name: "Scénarios", level: 1 }).waitFor();
    expect(await page.getByText("Dire bonjour").count()).toBe(0);
  });

  it("leave runs that are found by their outcome, counted, and lead to what they touched", async () => {
    await page.goto(`${journey.http.address}/runs?outcome=succeeded`);
    await page.getByRole("row").getByText("réussie").first().waitFor();
    expect(await page.getByRole("row").count()).toBeGreaterThan(3);
    await page.getByText("Chiffres des 30 derniers jours").click();
    await page.getByRole("img", { name: "Par jour : Exécutions" }).waitFor();
    await look(page, "runs");
    const row = page.getByRole("row").filter({ hasText: "Préparer les messages" }).last();
    await row.getByRole("button", { name: /^Voir le journal/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/messages préparés ou libérés/).waitFor();
    await look(page, "run-log");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Exporter (tableur)" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^carillon-run-\d+\.csv$/);
    await dialog.getByLabel("Niveau").selectOption({ label: "erreur" });
    await dialog.getByText("Cette exécution n'a rien écrit.").waitFor();
    const written = dialog.getByRole("listitem").filter({ hasText: "messages préparés ou libérés" });
    await written.getByRole("link").first().click();
    await page.getByRole("heading", { name: /^Message \d+$/, level: 1 }).waitFor();
    await page.goto(`${journey.http.address}/runs?level=error`);
    await page.getByRole("row").getByText("échouée").first().waitFor();
    expect(await page.getByRole("row").getByText("réussie").count()).toBe(0);
  });
});
