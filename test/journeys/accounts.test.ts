import { createHmac } from "node:crypto";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { systemClock } from "#lib/clock.ts";

import { testPassword } from "../http-world.ts";
import { barriersOn, hasBrowser } from "./browser.ts";
import { look, openJourney, type Journey } from "./journey.ts";

let journey: Journey;
let page: Page;

/** What the telephone shows now for a key in base 32 (RFC 6238: SHA-1, 30 s, six digits). */
function codeOf(key: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(systemClock.now().epochMilliseconds / 30_000)));
  const digest = createHmac("sha1", bytes).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}

const patience = { timeout: 60_000 };

/** As if a minute had passed: tries to sign in are counted on the machine's clock. */
async function forgetTries(): Promise<void> {
  await journey.http.world.database.pool.query("delete from rate_limits");
}

describe.skipIf(!hasBrowser)("accounts (skipped without Chromium)", () => {
  beforeAll(async () => {
    journey = await openJourney({ school: "empty" });
    page = await journey.as("owner");
  });
  afterAll(async () => await journey.close());

  it("invites somebody, who makes their account by the link, gets another role and is removed", async () => {
    await page.getByRole("link", { name: "Comptes" }).click();
    await page.getByRole("button", { name: "Inviter quelqu'un" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Adresse e-mail" }).fill("owner@ecole.example");
    await dialog.getByRole("button", { name: "Créer l'invitation" }).click();
    await dialog.getByText("owner@ecole.example a déjà un compte.").waitFor();
    await dialog.getByRole("textbox", { name: "Adresse e-mail" }).fill("awa@ecole.example");
    await dialog.getByRole("button", { name: "Créer l'invitation" }).click();
    const link = (await dialog.locator("pre").textContent()) ?? "";
    await dialog.getByRole("button", { name: "C'est noté" }).click();

    const guest = await journey.stranger();
    await guest.goto(link);
    await guest.getByLabel("Votre nom").fill("Awa Sissoko");
    await guest.getByRole("textbox", { name: "Mot de passe" }).fill(testPassword);
    await guest.getByRole("button", { name: "Créer le compte" }).click();
    await guest.getByRole("link", { name: "Mon compte" }).waitFor();
    expect(await guest.getByRole("link", { name: "Comptes" }).count()).toBe(0);

    await page.reload();
    await page.getByRole("combobox", { name: "Rôle de Awa Sissoko" }).click();
    await page.getByRole("option", { name: /^Lecteur/ }).click();
    await page.getByText("Awa Sissoko a un nouveau rôle.").waitFor();
    await look(page, "accounts");
    const row = page.getByRole("row").filter({ hasText: "awa@ecole.example" });
    await row.getByRole("button", { name: "Supprimer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
    await row.waitFor({ state: "detached" });
    await guest.goto(journey.http.address);
    await guest.getByRole("button", { name: "Se connecter" }).waitFor();
  });

  it("keeps its last owner, and says why; an invitation that expired is told as such", async () => {
    await page.getByRole("combobox", { name: "Rôle de owner" }).click();
    await page.getByRole("option", { name: /^Lecteur/ }).click();
    await page.getByText("C'est le dernier propriétaire").waitFor();
    const row = page.getByRole("row").filter({ hasText: "owner@ecole.example" });
    await row.getByRole("button", { name: "Supprimer" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Supprimer" }).click();
    await dialog.getByText("C'est le dernier propriétaire").waitFor();
    await look(page, "last-owner");
    await dialog.getByRole("button", { name: "Ne rien faire" }).click();

    await page.getByRole("button", { name: "Inviter quelqu'un" }).click();
    await dialog.getByRole("textbox", { name: "Adresse e-mail" }).fill("trop-tard@ecole.example");
    await dialog.getByRole("button", { name: "Créer l'invitation" }).click();
    const link = (await dialog.locator("pre").textContent()) ?? "";
    await dialog.getByRole("button", { name: "C'est noté" }).click();
    await journey.http.world.database.pool.query("update invitations set expires_at = created_at");
    const guest = await journey.stranger();
    await guest.goto(link);
    await guest.getByLabel("Votre nom").fill("Trop Tard");
    await guest.getByRole("textbox", { name: "Mot de passe" }).fill(testPassword);
    await guest.getByRole("button", { name: "Créer le compte" }).click();
    await guest.getByText("Ce lien a déjà servi, ou il a expiré.").waitFor();
    await look(guest, "invitation-expired");
    expect(await guest.context().cookies()).toEqual([]);
  });

  it("adds a second step, which is asked for at the next login, and takes it away", async () => {
    await page.getByRole("link", { name: "Mon compte" }).click();
    const begin = page.getByRole("region", { name: "Deuxième étape à la connexion" });
    await begin.getByRole("textbox", { name: "Votre mot de passe" }).fill("wrong wrong wrong");
    await begin.getByRole("button", { name: "Ajouter une deuxième étape" }).click();
    await begin.getByText("Ce n'est pas votre mot de passe.").waitFor();
    await begin.getByRole("textbox", { name: "Votre mot de passe" }).fill(testPassword);
    await begin.getByRole("button", { name: "Ajouter une deuxième étape" }).click();
    await begin.getByRole("img", { name: "Carré à lire" }).waitFor();
    await look(page, "two-factor");
    const key = (await begin.locator("code").first().textContent()) ?? "";
    const [spare = ""] = (await begin.getByRole("listitem").allTextContents()).slice(0, 1);
    await begin.getByRole("textbox", { name: "Le code que l'application montre" }).fill(codeOf(key));
    await begin.getByRole("button", { name: "Confirmer" }).click();
    await page.getByText("La deuxième étape est en place.").waitFor();

    const other = await journey.stranger();
    await other.goto(`${journey.http.address}/login`);
    const first = async () => {
      await other.getByRole("textbox", { name: "Adresse e-mail" }).fill("owner@ecole.example");
      await other.getByRole("textbox", { name: "Mot de passe" }).fill(testPassword);
      await other.getByRole("button", { name: "Se connecter" }).click();
    };
    await first();
    await other.getByRole("textbox", { name: "Code" }).fill("000000");
    await other.getByRole("button", { name: "Se connecter" }).click();
    await other.getByText("Ce code n'est pas le bon").waitFor();
    expect(await barriersOn(other)).toEqual([]);
    await other.getByRole("button", { name: "Je n'ai pas mon téléphone" }).click();
    await other.getByRole("textbox", { name: "Code" }).fill(spare);
    await other.getByRole("button", { name: "Se connecter" }).click();
    await other.getByRole("link", { name: "Mon compte" }).waitFor();

    await page.reload();
    await begin.getByRole("textbox", { name: "Votre mot de passe" }).fill(testPassword);
    await begin.getByRole("button", { name: "Enlever la deuxième étape" }).click();
    await page.getByText("La deuxième étape est enlevée.").waitFor();
  });

  it("shows where one is signed in, and ends the others with a new password", async () => {
    const body = { email: "owner@ecole.example", password: testPassword };
    expect((await journey.http.ask("POST", "/api/auth/sign-in/email", { body })).status).toBe(200);
    await page.goto(`${journey.http.address}/account`);
    const devices = page.getByRole("region", { name: "Où vous êtes connecté" }).getByRole("row");
    await expect.poll(async () => await devices.count(), patience).toBeGreaterThan(2);
    await look(page, "my-account");
    await forgetTries();
    const elsewhere = await journey.stranger();
    await elsewhere.goto(`${journey.http.address}/login`);
    await elsewhere.getByLabel("Adresse e-mail").fill("owner@ecole.example");
    await elsewhere.getByRole("textbox", { name: "Mot de passe" }).fill(testPassword);
    await elsewhere.getByRole("button", { name: "Se connecter" }).click();
    await elsewhere.getByRole("link", { name: "Mon compte" }).waitFor();
    await page.reload();
    await page.getByText("cet appareil-ci").waitFor();
    const others = page.getByRole("button", { name: "Déconnecter", exact: true });
    for (let left = await others.count(); left > 0; left -= 1) {
      await others.first().click();
      await expect.poll(async () => await others.count(), patience).toBe(left - 1);
    }
    await elsewhere.goto(`${journey.http.address}/account`);
    await elsewhere.getByRole("button", { name: "Se connecter" }).waitFor();
    expect((await journey.http.ask("POST", "/api/auth/sign-in/email", { body })).status).toBe(200);
    await page.reload();
    await expect.poll(async () => await devices.count(), patience).toBe(3);
    const form = page.getByRole("region", { name: "Changer de mot de passe" });
    await form.getByRole("textbox", { name: "Votre mot de passe" }).fill(testPassword);
    await form.getByRole("textbox", { name: "Nouveau mot de passe" }).fill(`${testPassword} nouvelle`);
    await form.getByRole("button", { name: "Changer de mot de passe" }).click();
    await page.getByText("Mot de passe changé.").waitFor();
    await page.reload();
    await expect.poll(async () => await devices.count(), patience).toBe(2);
  });

  it("refuses a wrong password, and waits after too many", async () => {
    await forgetTries();
    const stranger = await journey.stranger();
    await stranger.goto(`${journey.http.address}/login`);
    await stranger.getByLabel("Adresse e-mail").fill("owner@ecole.example");
    const password = stranger.getByRole("textbox", { name: "Mot de passe" });
    const submit = stranger.getByRole("button", { name: "Se connecter" });
    await password.fill("ce n'est pas le bon");
    await submit.click();
    await stranger.getByText("Cette adresse et ce mot de passe ne vont pas ensemble.").waitFor();
    const tooMany = stranger.getByText(/^Trop d'essais\. Attendez \d+ secondes?, puis essayez encore\.$/);
    await expect
      .poll(
        async () => {
          await submit.click();
          return await tooMany.isVisible();
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    await password.fill(testPassword);
    await submit.click();
    await tooMany.waitFor();
    expect(await stranger.context().cookies()).toEqual([]);
    expect(await barriersOn(stranger)).toEqual([]);
  });
});
