import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";

import type { Role } from "#features/accounts/rules.ts";
import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";

import { openHttpWorld, type HttpWorld } from "../http-world.ts";
import { barriersOn, keepPicture, openBrowser } from "./browser.ts";
import { gatherComplaints } from "./complaints.ts";

/** A school that is looked at through a browser. */
export interface Journey {
  readonly http: HttpWorld;
  /** The demo school's workbook, for those who import it. */
  readonly workbook: string;
  /** A page of somebody with this role, signed in, on Today, in French. The same role gives another window of theirs. */
  as(role: Role): Promise<Page>;
  /** A page of somebody whom nobody knows yet. */
  stranger(): Promise<Page>;
  /** What the windows complained of so far, in their consoles. */
  readonly complaints: readonly string[];
  /** Closes all, and fails when a window complained of anything on the way. */
  close(): Promise<void>;
}

const desktop = { width: 1_280, height: 800 };
const telephone = { width: 390, height: 844 };

/** What `npm test` builds beside the page that people get. */
const outspokenPage = join(import.meta.dirname, "../../build/outspoken-page");

const coaches = ["awa.sissoko", "benoit.charrier", "clemence.ndour", "drissa.keita", "elsa.vandamme", "farid.ozanne"];

/**
 * Opens a browser and a school: `demo` has lived from its Sunday to a Wednesday morning (2026-04-01 10:00 UTC: sessions,
 * meetings, messages sent and planned, students, rankings), `empty` has nothing yet.
 */
export async function openJourney({
  school = "demo",
  settings = {},
  demoFolder,
  isOutspoken = false,
}: {
  readonly school?: "demo" | "empty";
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the demo may be opened from the page. */
  readonly demoFolder?: string;
  /** With the page whose React warns in the console of what is wrong: slower, and not the one that people get. */
  readonly isOutspoken?: boolean;
} = {}): Promise<Journey> {
  const folder = mkdtempSync(join(tmpdir(), "carillon-journey-"));
  const workbook = join(folder, "school.xlsx");
  await writeDemoWorkbook(workbook, { seed: 7 });
  const built = isOutspoken ? { pageFolder: outspokenPage } : {};
  const http = await openHttpWorld(
    school === "empty"
      ? { ...built, settings, ...(demoFolder === undefined ? {} : { demoFolder }) }
      : {
          ...built,
          start: "2026-03-28T23:54:00Z",
          hosts: [...coaches.map((name) => `${name}@demo.example`), "pool-1@demo.example"],
          settings: {
            CARILLON_SCHOOL_NAME: "École du Lac",
            CARILLON_WORKBOOK: workbook,
            CARILLON_AUDIENCE_ZONES: "Africa/Abidjan,Europe/Paris",
            ...settings,
          },
          async prepare(world) {
            await world.pass("2026-03-29T00:05:00Z");
            await world.enrol(6);
            world.cast.scriptChats(world.clock.now(), 7);
            await world.pass("2026-04-01T10:00:00Z");
          },
        },
  );
  const browser: Browser = await openBrowser();
  const cookies = new Map<Role, string>();
  const complaints: string[] = [];

  async function newPage(): Promise<Page> {
    // Nothing fades in or out: what is looked at is what stays.
    const context = await browser.newContext({ locale: "fr-FR", reducedMotion: "reduce", viewport: desktop });
    context.setDefaultTimeout(60_000);
    gatherComplaints(context, complaints);
    return await context.newPage();
  }

  return {
    http,
    workbook,
    stranger: newPage,
    complaints,
    async as(role) {
      const cookie = cookies.get(role) ?? (await http.signedIn(role));
      cookies.set(role, cookie);
      const page = await newPage();
      await page.context().addCookies(
        cookie.split("; ").map((one) => {
          const [name = "", ...value] = one.split("=");
          return { name, value: value.join("="), url: http.address };
        }),
      );
      await page.goto(http.address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      return page;
    },
    async close() {
      await browser.close();
      await http.close();
      rmSync(folder, { recursive: true, force: true });
      expect(complaints, "what the browser's console complained of").toEqual([]);
    },
  };
}

/**
 * Looks at the page as it stands: in both languages, light and dark, and as a telephone shows it. Nobody may meet a
 * barrier, nothing may stand out of a telephone's width; a picture of each is kept. The page is left as it was.
 */
export async function look(page: Page, name: string): Promise<void> {
  for (const language of ["fr", "en"] as const) {
    await speak(page, language);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
      expect(await barriersOn(page), `${name}, ${language}, ${colorScheme}`).toEqual([]);
      await keepPicture(page, `${name}-${language}-${colorScheme}`);
    }
  }
  await speak(page, "fr");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(telephone);
  const width = async () => await page.evaluate("document.documentElement.scrollWidth");
  await expect.poll(width, { timeout: 10_000, message: `${name}, telephone` }).toBeLessThanOrEqual(390);
  expect(await barriersOn(page), `${name}, telephone`).toEqual([]);
  await keepPicture(page, `${name}-telephone`);
  await page.setViewportSize(desktop);
}

/** By the page's own button, which a window over the page may cover. */
async function speak(page: Page, language: "fr" | "en"): Promise<void> {
  if ((await page.locator("html").getAttribute("lang")) === language) return;
  await page.locator(`button[lang="${language}"]`).first().dispatchEvent("click");
  await page.locator(`html[lang="${language}"]`).waitFor();
}
