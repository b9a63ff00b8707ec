import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { editGroup } from "#features/roster/edit-group.ts";

import { hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

let journey: Journey;
let page: Page;

describe.skipIf(!hasBrowser)("messages (skipped without Chromium)", () => {
  beforeAll(async () => {
    journey = await openJourney();
    page = await journey.as("operator");
  });
  afterAll(async () => await journey.close());

  it("stand in the outbox, by state", async () => {
    await page.goto(`${journey.http.address}/messages`);
    await page.getByRole("table", { name: "Messages" }).waitFor();
    await page.getByRole("button", { name: /^envoyé \(\d+\)$/ }).click();
    await page.getByRole("row").getByText("envoyé").first().waitFor();
    expect(await page.getByText("planned", { exact: true }).count()).toBe(0);
    await look(page, "outbox");
  });

  it("are held and go on, from the page", async () => {
    await page.goto(`${journey.http.address}/messages?state=planned`);
    await page
      .getByRole("link", { name: /^Message \d+$/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Retenir" }).click();
    await page.getByText("Retenu : il ne partira pas.").waitFor();
    await page.getByRole("button", { name: "Laisser repartir" }).click();
    await page.getByRole("button", { name: "Retenir" }).waitFor();
    expect(await page.getByRole("region", { name: "Texte 1" }).textContent()).toContain("Entrer dans le cours");
    // What the server refuses is put back, with its reason.
    const what = { fr: "Il est déjà parti.", en: "It has left." };
    const json = { defined: true, code: "REFUSED", status: 409, message: "", data: { code: "x", what, remedy: what } };
    await page.route("**/api/messages/*/changes", async (route) => await route.fulfill({ status: 409, json }));
    await page.getByRole("button", { name: "Retenir" }).click();
    await page.getByText(/^Remis comme avant\./).waitFor();
    await page.getByRole("button", { name: "Retenir" }).waitFor();
    await page.unrouteAll();
    await look(page, "message");
    await page.getByRole("button", { name: "Annuler l'envoi" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Annuler l'envoi" }).click();
    await page.getByRole("button", { name: "Remettre à son heure" }).waitFor();
    await page.getByText("Annulé : il ne partira pas.").waitFor();
    await page.getByRole("button", { name: "Annuler", exact: true }).last().click();
    await page.getByRole("button", { name: "Retenir" }).waitFor();
  });

  it("that Telegram refuses tell why, and are cured where the remedy says, and sent again", async () => {
    const { world } = journey.http;
    const { db, pool } = world.database;
    const { rows } = await pool.query(
      `select m.number, g.id, g.title, g.chat_id as "chatId" from messages m join groups g on g.id = m.group_id
       where m.state = 'planned' and m.kind = 'reminder' order by m.number limit 1`,
    );
    const { number, id, title, chatId } = rows[0] as { number: number; id: string; title: string; chatId: string };
    const arrived = () => world.telegram.ledger.all().filter((one) => one.chatId === chatId).length;
    const before = arrived();
    // Somebody wrote the number of a topic that the group does not have.
    await editGroup({ db, now: world.clock.now(), by: "cli", id, edit: { topicId: "99" } });

    await page.goto(`${journey.http.address}/messages/${number}`);
    await page.getByRole("button", { name: "Envoyer maintenant" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Envoyer maintenant" }).click();
    await page.getByText("Il part.").waitFor();
    await page.getByText("échoué", { exact: true }).first().waitFor();
    await look(page, "message-failed");

    await page.goto(`${journey.http.address}/groups`);
    await page.getByRole("row").filter({ hasText: title }).getByText(/sujet/).first().waitFor();
    await editGroup({ db, now: world.clock.now(), by: "cli", id, edit: { topicId: null } });
    await page.goto(`${journey.http.address}/messages/${number}`);
    await page.getByRole("button", { name: "Renvoyer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Renvoyer" }).click();
    await page.getByText("Il part de nouveau.").waitFor();
    await page.getByText("envoyé", { exact: true }).first().waitFor();
    expect(arrived()).toBe(before + 1);
  });

  it("are worded by the school, and a wrong template is told before it is saved", async () => {
    await page.goto(`${journey.http.address}/templates`);
    const body = page.getByRole("textbox", { name: "Le modèle" });
    const ours = await body.inputValue();
    await body.fill("{{ nothing_known }}");
    await page.getByText(/Le modèle ne se remplit pas/).waitFor();
    expect(await page.getByRole("button", { name: "Enregistrer le modèle" }).isDisabled()).toBe(true);
    await body.fill(`${ours}\nÀ tout de suite !`);
    // A draft stays while another template is looked at, and is asked about before the page is left.
    await page.getByLabel("Modèle", { exact: true }).selectOption({ index: 1 });
    await page.getByText(/^Pas encore enregistré\s:/).waitFor();
    await page.getByRole("link", { name: "Classements", exact: true }).click();
    await page.getByRole("dialog", { name: "Quitter sans enregistrer ?" }).getByText("Rester ici").click();
    await page.getByLabel("Modèle", { exact: true }).selectOption({ index: 0 });
    expect(await body.inputValue()).toContain("À tout de suite !");
    await page.getByRole("region", { name: "Ce que le groupe lira" }).getByText("À tout de suite !").waitFor();
    await page.getByRole("button", { name: "Enregistrer le modèle" }).click();
    await page.getByText("mots de l'école", { exact: true }).waitFor();
    await look(page, "templates");
  });

  it("cannot be looked at while nobody answers: the page says so, and comes as soon as somebody does", async () => {
    await page.context().setOffline(true);
    await page.getByRole("link", { name: "Contestations", exact: true }).click();
    await page.getByRole("heading", { name: "Cela n'a pas marché" }).waitFor();
    await page.getByText("ce que vous voyez peut être ancien").waitFor();
    await page.context().setOffline(false);
    await page.getByRole("heading", { name: "Contestations", exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/contests");
  });

  it("are announced by hand, to whom the person sees before", async () => {
    await page.goto(`${journey.http.address}/announce`);
    await page.getByLabel("Texte en français").fill("Pas de cours <b>vendredi</b>.");
    await look(page, "announce");
    await page.getByRole("button", { name: "Envoyer l'annonce" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Envoyer l'annonce" }).click();
    await page.getByText(/^L'annonce part vers \d+ groupes?\.$/).waitFor();
    const { rows } = await journey.http.world.database.pool.query(
      "select count(*)::int as planned from messages where kind = 'announcement'",
    );
    expect(rows[0].planned).toBeGreaterThan(5);
  });
});
