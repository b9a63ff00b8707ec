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
    await page.getByRole("dialog").getByText("bonjour", { exact: true }).waitFor();
    expect(await page.getByRole("dialog").getByRole("listitem").count()).toBe(2);
    await page.keyboard.press("Escape");
  });

  it("are removed, and leave their runs", async () => {
    await page.goto(`${journey.http.address}/scenarios/say_hello`);
    await page.getByRole("button", { name: "Retirer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Retirer" }).click();
    await page.getByText("Scénario retiré.").waitFor();
    await page.getByRole("heading", { name: "Scénarios", level: 1 }).waitFor();
    expect(await page.getByText("Dire bonjour").count()).toBe(0);
  });

  it("leave runs that are found by their outcome", async () => {
    await page.goto(`${journey.http.address}/runs?outcome=succeeded`);
    await page.getByRole("row").getByText("réussi").first().waitFor();
    await page
      .getByRole("button", { name: /^Voir le journal/ })
      .first()
      .click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("row").count()).toBeGreaterThan(1);
    await look(page, "runs");
  });
});
