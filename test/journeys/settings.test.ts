import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { barriersOn, hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

const badges = fileURLToPath(new URL("../../src/adapters/pictures/approved/badges.png", import.meta.url));
const token = "700100200:simulated-school";

let journey: Journey;
let page: Page;
let folder: string;

describe.skipIf(!hasBrowser)("the settings (skipped without Chromium)", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "carillon-backups-"));
    journey = await openJourney({
      settings: {
        CARILLON_BACKUP_FOLDER: folder,
        CARILLON_BACKUPS: "",
        CARILLON_SCHOOL_NAME: "",
        TELEGRAM_BOT_TOKEN: "",
        ZOOM_ACCOUNT_ID: "",
        ZOOM_CLIENT_ID: "",
        ZOOM_CLIENT_SECRET: "",
      },
      school: "empty",
    });
    page = await journey.as("owner");
  });
  afterAll(async () => {
    await journey.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (part: string) => {
    await page.goto(`${journey.http.address}/settings?part=${part}`);
    await page.getByRole("tabpanel").waitFor();
  };

  it("of the school hold at once, and say where they are wrong", async () => {
    await open("school");
    await page.getByLabel("Nom de l'école").fill("École du Lac");
    await page.getByLabel("Durée d'un cours, en minutes").fill("1000");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("Cette valeur n'est pas valable.").waitFor();
    await look(page, "settings-wrong");
    await page.getByLabel("Durée d'un cours, en minutes").fill("45");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("C'est enregistré, et cela vaut dès maintenant.").waitFor();
    await page.getByRole("banner").getByText("École du Lac").waitFor();
    expect(journey.http.world.app.config.school.defaultDurationMinutes).toBe(45);
  });

  it("take the school's logo, show it, and refuse what is no picture", async () => {
    await open("school");
    const part = page.getByRole("region", { name: "Le logo" });
    const file = part.locator("input[type=file]");
    await file.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
    await part.getByText("Ce fichier n'est pas une image PNG ou JPEG.").waitFor();
    await file.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.alloc(3_000_000) });
    await part.getByText("Ce fichier est trop lourd : Carillon ne l'a pas pris.").waitFor();
    await file.setInputFiles(badges);
    await part.getByRole("img", { name: "Le logo de l'école" }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    const { look: school } = journey.http.world.app.config.rankings.publishing;
    expect(school.logo?.slice(0, 30)).toBe("data:image/png;base64,iVBORw0K");
    const card = { kind: "badges" as const, look: school, heading: "Badges", group: "B1", awards: [] };
    expect(await journey.http.world.app.services.pictures.draw(card)).toMatchObject({ ok: true });
    await part.getByRole("button", { name: "Enlever le logo" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Enlever le logo" }).click();
    await page.getByText("Le logo est enlevé.").waitFor();
    expect(journey.http.world.app.config.rankings.publishing.look.logo).toBeUndefined();
  });

  it("of Telegram are tried before they are kept, and never shown again", async () => {
    await open("telegram");
    await page.getByRole("textbox", { name: "Jeton du bot" }).fill("700100200:wrong");
    await page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
    await page.getByRole("alert").waitFor();
    expect(journey.http.world.app.services.telegram).toBeUndefined();
    await page.getByRole("textbox", { name: "Jeton du bot" }).fill(token);
    await page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
    await page.getByText(/Telegram répond\s: @/).waitFor();
    await page.getByText("relié", { exact: true }).waitFor();
    await page.getByText("Le mode privé de @BotFather est actif").waitFor();
    await expect.poll(async () => await page.content(), { timeout: 30_000 }).not.toContain(token);
    await look(page, "settings-telegram");
  });

  it("of Zoom name what its app lacks", async () => {
    const { credentials, controls } = journey.http.world.zoom;
    controls.oauth.scopes = ["user:read:list_users:admin"];
    await open("zoom");
    await page.getByLabel("Account ID").fill(credentials.accountId);
    await page.getByLabel("Client ID").fill(credentials.clientId);
    await page.getByRole("textbox", { name: "Client Secret" }).fill(credentials.clientSecret);
    await page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
    await page.getByText("meeting:write:meeting:admin").waitFor();
    await page.getByText("relié", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Délier" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Délier" }).click();
    await page.getByText("pas relié").waitFor();
    expect(journey.http.world.app.services.zoom).toBeUndefined();
  });

  it("have other parts too", async () => {
    for (const part of ["messages", "points", "data"]) {
      await open(part);
      expect(await barriersOn(page)).toEqual([]);
      expect(await page.getByRole("heading", { level: 2 }).count()).toBeGreaterThan(0);
    }
  });

  it("let the mode be switched on every page, after saying what it means", async () => {
    await page.goto(journey.http.address);
    await page.getByRole("button", { name: "Mode réel" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("À blanc").check();
    await dialog.getByText("Dès maintenant, plus aucun message ne part.").waitFor();
    await look(page, "mode");
    await dialog.getByRole("button", { name: "Passer à blanc" }).click();
    await page.getByText("Mode à blanc : aucun message ne part.").waitFor();
    expect(journey.http.world.app.config.school.mode.kind).toBe("dry");
    await page.getByRole("button", { name: "Mode à blanc" }).click();
    await dialog.getByLabel("Test").check();
    await dialog.getByRole("button", { name: "Passer en mode test" }).click();
    await dialog.getByText("Choisissez le groupe qui recevra tout.").waitFor();
    await dialog.getByLabel("Réel").check();
    await dialog.getByRole("button", { name: "Passer en mode réel" }).click();
    await page.getByRole("button", { name: "Mode réel" }).waitFor();
  });

  it("that somebody else changed meanwhile show the difference", async () => {
    await open("points");
    await page.getByLabel("Rangs montrés").fill("8");
    const other = await journey.as("owner");
    await other.goto(`${journey.http.address}/settings?part=points`);
    await other.getByLabel("Rangs montrés").fill("9");
    await other.getByRole("button", { name: "Enregistrer" }).last().click();
    await other.getByText("C'est enregistré").waitFor();
    await page.getByRole("button", { name: "Enregistrer" }).last().click();
    await page.getByText("Quelqu'un a changé cela entre-temps").waitFor();
    await look(page, "settings-stale");
    await page.getByRole("button", { name: "Reprendre ce qui est enregistré" }).click();
    await expect.poll(async () => await page.getByLabel("Rangs montrés").inputValue()).toBe("9");
  });

  it("leave a line each, which says who changed what", async () => {
    await page.goto(`${journey.http.address}/audit`);
    await page.getByRole("cell", { name: "Réglages : changer" }).first().waitFor();
    await page.getByLabel("Chercher").fill("ranking_top");
    await expect.poll(async () => await page.getByRole("row").count()).toBe(2);
    await page
      .getByRole("cell", { name: "5 → 9" })
      .or(page.getByRole("cell", { name: "rien → 9" }))
      .waitFor();
    await look(page, "audit");
    await page.getByLabel("Chercher").fill("nobody ever wrote this");
    await page.getByRole("button", { name: "Tout montrer" }).click();
    await page.getByRole("cell", { name: "Réglages : changer" }).first().waitFor();
  });

  it("are in a backup, made and proved on the page; going back to it is told", async () => {
    await page.goto(`${journey.http.address}/backups`);
    await page.getByText("Il n'y a pas encore de sauvegarde.").waitFor();
    await page.getByRole("button", { name: "Sauvegarder maintenant" }).click();
    await page.getByText(/^Sauvegarde faite et éprouvée/).waitFor();
    await page.getByRole("button", { name: /^Éprouver carillon-/ }).click();
    await page.getByText(/est entière et se restaure/).waitFor();
    expect(await page.getByText(/npx carillon restore .*\.sql\.gz --replace/).count()).toBe(1);
    await look(page, "backups");
    await page.getByRole("button", { name: /^Remettre carillon-/ }).click();
    await page.getByLabel("Votre mot de passe").fill("ce n'est pas lui");
    await page.getByRole("button", { name: "Tout remplacer" }).click();
    await page.getByText("Ce n'est pas votre mot de passe.").waitFor();
    await look(page, "backups-restore");
    await page.getByRole("button", { name: "Ne rien faire" }).click();
  });

  it("come after a choice that says where the demo cannot be opened", async () => {
    await page.goto(`${journey.http.address}/start`);
    await page.getByText("Elle ne peut pas s'ouvrir dans cette installation").waitFor();
    expect(await page.getByRole("button", { name: "Ouvrir la démonstration" }).count()).toBe(0);
  });

  it("are read by an operator, who changes none of them", async () => {
    const operator = await journey.as("operator");
    await operator.goto(`${journey.http.address}/settings`);
    await operator.getByText("Seul un propriétaire le change").waitFor();
    expect(await operator.getByLabel("Nom de l'école").isDisabled()).toBe(true);
    expect(await operator.getByRole("button", { name: "Enregistrer" }).count()).toBe(0);
  });
});
