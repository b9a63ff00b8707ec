import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { contestPoints } from "#features/rankings/contest-points.ts";

import { barriersOn, hasBrowser, keepPicture } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

let journey: Journey;
let page: Page;

describe.skipIf(!hasBrowser)("the people of a school (skipped without Chromium)", () => {
  beforeAll(async () => {
    journey = await openJourney();
    page = await journey.as("operator");
  });
  afterAll(async () => await journey.close());

  it("are in groups, whose health and remedy are seen, and many of which change at once", async () => {
    await page.getByRole("link", { name: "Groupes" }).click();
    await page.getByRole("heading", { name: "Groupes", level: 1 }).waitFor();
    await page.getByRole("row").getByText("Tout va bien").first().waitFor();
    await look(page, "groups");
    await page.getByRole("checkbox", { name: "Choisir la ligne 1", exact: true }).check();
    await page.getByRole("checkbox", { name: "Choisir la ligne 2", exact: true }).check();
    await page.getByRole("button", { name: "Mettre en pause" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Mettre en pause" }).click();
    await page.getByText("2 groupes modifiés.").waitFor();
    await page.getByRole("button", { name: "Annuler" }).click();
    await page.getByText("C'est annulé.").waitFor();
    expect(await page.getByText("En pause", { exact: true }).count()).toBe(0);
    await page
      .getByRole("button", { name: /^Modifier / })
      .first()
      .click();
    await page.getByLabel("Langue des messages").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.keyboard.press("Escape");
  });

  it("have names in Zoom, each said in one tap whose it is, and unsaid", async () => {
    await page.goto(`${journey.http.address}/identities`);
    await page.getByRole("heading", { name: "Noms à relier", level: 1 }).waitFor();
    const waiting = page.getByText(/noms attendent votre réponse\.$/);
    const howMany = Number.parseInt((await waiting.textContent()) ?? "", 10);
    await look(page, "identities");
    const proposed = page.getByRole("button", { name: /^C'est / });
    // Students of one name are told apart by how they are known.
    for (const asked of await page.getByRole("region").filter({ has: proposed }).all()) {
      const choices = await asked.getByRole("button", { name: /^C'est / }).allTextContents();
      expect(new Set(choices).size).toBe(choices.length);
    }
    await proposed.first().click();
    await page.getByText(`${howMany - 1} noms attendent votre réponse.`).waitFor();
    const undo = page.getByRole("button", { name: /^Annuler : « / });
    await undo.first().click();
    await page.getByText(`${howMany} noms attendent votre réponse.`).waitFor();
    const other = page.getByRole("button", { name: "Quelqu'un d'autre…" });
    await other.first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Chercher un élève").fill("camille");
    const camille = dialog.getByRole("button", { name: /^Camille / });
    await camille.first().click();
    await page.getByText(`${howMany - 1} noms attendent votre réponse.`).waitFor();
    expect(await page.getByText(/ est Camille /).count()).toBeGreaterThan(0);
  });

  it("are students who are found and looked at whole", async () => {
    await page.goto(`${journey.http.address}/students`);
    await page.getByRole("table", { name: "Élèves" }).waitFor();
    await look(page, "students");
    await page.getByRole("table").getByRole("link").first().click();
    await page.getByRole("tab", { name: "Identité" }).waitFor();
    await look(page, "student-who");
    for (const tab of ["Présences", "Points et badges", "Décisions"]) {
      await page.getByRole("tab", { name: tab }).click();
      await page.getByRole("tabpanel", { name: tab }).waitFor();
      expect(await barriersOn(page)).toEqual([]);
    }
    await page.getByRole("tab", { name: "Points et badges" }).click();
    await page.getByLabel("Raison (l'élève peut la lire)").fill("Aide ses camarades");
    await page.getByRole("button", { name: "Donner les points" }).click();
    await page.getByText(/ : Aide ses camarades$/).waitFor();
    expect(await page.getByText(/^\+5$/).count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Reprendre" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Reprendre" }).click();
    await page
      .getByRole("status")
      .filter({ hasText: "Les points sont repris." })
      .getByRole("button", { name: "Annuler", exact: true })
      .last()
      .click();
    await page.getByText(/— rendu : 0 → 5$/).waitFor();
  });

  it("come to class, or not", async () => {
    for (const [path, name] of [
      ["attendance", "Présences"],
      ["trend", "Évolution"],
    ] as const) {
      await page.goto(`${journey.http.address}/${path}`);
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      await page.getByRole("table").first().waitFor();
      expect(await page.getByRole("row").count()).toBeGreaterThan(1);
      await look(page, path);
    }
  });

  it("stand in rankings, as they are now and as the group saw them", async () => {
    await page.goto(`${journey.http.address}/rankings?period=day`);
    const table = page.getByRole("table", { name: "En ce moment" });
    await table.waitFor();
    await look(page, "rankings");
    // The server looks for a name, and says how many it found.
    const name = await table.getByRole("link").first().innerText();
    await page.getByRole("searchbox", { name: "Chercher" }).fill(name.toUpperCase());
    await page.getByText("1 ligne", { exact: true }).waitFor();
    expect(await table.getByRole("link").allInnerTexts()).toEqual([name]);
    await page.getByRole("searchbox", { name: "Chercher" }).fill("personne de ce nom");
    await page.getByText("Rien ne correspond à cette recherche.").waitFor();
    await page.getByRole("button", { name: "Tout montrer" }).click();
    await page.getByRole("tab", { name: "Publiés" }).click();
    await page.getByRole("row").getByText("envoyé").first().waitFor();
    await page
      .getByRole("button", { name: /^Voir le classement de/ })
      .first()
      .click();
    await page
      .getByRole("dialog")
      .getByRole("img", { name: /^Image envoyée au groupe/ })
      .waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await keepPicture(page, "ranking-sent");
    await page.keyboard.press("Escape");
  });

  it("get points by rules that are tried on last week before they hold", async () => {
    await page.goto(`${journey.http.address}/points`);
    await page.getByLabel("Points d'une présence au cours").fill("20");
    await page.getByRole("button", { name: "Essayer sur la semaine passée" }).click();
    await page.getByRole("region", { name: "Effet sur la semaine passée" }).waitFor();
    await look(page, "points-preview");
    await page.getByLabel("Pourquoi").fill("La présence d'abord");
    await page.getByRole("button", { name: "Appliquer" }).click();
    await page.getByText(/^Version 1, .*La présence d'abord$/).waitFor();
    expect(await page.getByLabel("Points d'une présence au cours").inputValue()).toBe("20");
  });

  it("contest them, and are answered", async () => {
    const { app, clock, database } = journey.http.world;
    const { rows } = await database.pool.query("select student_id, group_id from point_entries order by id limit 1");
    const { student_id: studentId, group_id: groupId } = rows[0];
    const asked = { studentId, groupId, entryId: undefined, words: "Il manque mon cours de lundi" };
    await contestPoints({ db: app.database.db, now: clock.now(), ...asked });
    await page.goto(`${journey.http.address}/contests`);
    const contest = page.getByRole("region", { name: "Contestation n° 1" });
    await contest.getByText("Il manque mon cours de lundi").waitFor();
    await look(page, "contests");
    await contest.getByLabel("Votre réponse").fill("C'est vrai, merci.");
    await contest.getByLabel("Points donnés par la réponse").fill("10");
    await contest.getByRole("button", { name: "Accepter" }).click();
    await page.getByText("Aucune contestation n'attend de réponse.").waitFor();
    expect(await page.getByText("La réponse est notée.").count()).toBe(1);
  });

  it("are coaches, who come from the workbook", async () => {
    await page.goto(`${journey.http.address}/coaches`);
    await page.getByRole("row", { name: /Awa Sissoko/ }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
  });

  it("are coaches, who see their own classes and may not see the rest", async () => {
    const { pool } = journey.http.world.database;
    await pool.query(
      `update coaches set email = 'coach@ecole.example' where id = (select coach_id from sessions
       where starts_at::date = '2026-04-01' order by starts_at limit 1)`,
    );
    const coach = await journey.as("coach");
    await coach.getByRole("link", { name: "Mes cours" }).click();
    await coach
      .getByRole("link", { name: /^Entrer dans la salle/ })
      .first()
      .waitFor();
    await look(coach, "my-classes");
    await coach.goto(`${journey.http.address}/students`);
    await coach.getByRole("heading", { name: "Votre compte n'a pas ce droit.", level: 1 }).waitFor();
    expect(await coach.getByRole("link", { name: "Élèves" }).count()).toBe(0);
    expect(await barriersOn(coach)).toEqual([]);
  });
});
