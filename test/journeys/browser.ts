import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";

import { findChromium } from "../../tools/chromium.ts";

/** Whether a journey can be made here; the tests say that they skip where it cannot. */
export const hasBrowser = findChromium() !== undefined;

/** Opens the machine's Chromium. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium here");
  // Root may not use Chromium's own sandbox; what it opens here is our own page only.
  return await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** What axe finds wrong on the page as it stands: rule and elements; empty when all can use it. */
export async function barriersOn(page: Page): Promise<readonly string[]> {
  // By the debugger's own door: the page's policy lets no script in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    async () => await (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** Keeps a picture for whoever wants to look, in `CARILLON_SCREENSHOTS` or a folder of the temporary one. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env["CARILLON_SCREENSHOTS"] ?? join(tmpdir(), "carillon-pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
