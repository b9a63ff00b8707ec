import type { Page } from "playwright-core";
import { expect } from "vitest";

/**
 * Goes to every address that a person can reach by links from where they are, one of each kind (one student, one
 * message), and opens every tab there if that is wanted; gives the addresses. Each is left when all that it asked for
 * was answered.
 */
export async function visitAll(page: Page, { withTabs }: { readonly withTabs: boolean }): Promise<readonly string[]> {
  const asked = new Set<object>();
  page.on("request", (request) => {
    if (request.url().includes("/api/") && !request.url().endsWith("/api/events")) asked.add(request);
  });
  page.on("requestfinished", (request) => asked.delete(request));
  page.on("requestfailed", (request) => asked.delete(request));

  const seen = new Map<string, string>();
  const waiting = [...(await linksOn(page))];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const kind = kindOf(next);
    if (seen.has(kind)) continue;
    seen.set(kind, next);
    await goTo(page, next);
    await stands(page, asked);
    for (const tab of withTabs ? await page.getByRole("tab").all() : []) {
      await tab.click();
      await stands(page, asked);
    }
    waiting.push(...(await linksOn(page)));
  }
  return [...seen.values()];
}

/** As a link of the page does, without loading all of it anew; the router says so to who develops the page. */
async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(async (to) => {
    const { __TSR_ROUTER__: router } = globalThis as unknown as Routed;
    await router.navigate({ href: to });
  }, address);
}

interface Routed {
  readonly __TSR_ROUTER__: { navigate(to: { readonly href: string }): Promise<void> };
}

/** Waits until the page has its title and everything that it asked for. */
async function stands(page: Page, asked: ReadonlySet<object>): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  const loaders = page.getByRole("status", { name: /^(Chargement…|Loading…)$/ });
  await expect.poll(async () => asked.size + (await loaders.count()), { timeout: 60_000 }).toBe(0);
}

async function linksOn(page: Page): Promise<readonly string[]> {
  return await page
    .locator('a[href^="/"]:not([download]):not([target])')
    .evaluateAll((links) => links.map((link) => (link as unknown as { readonly pathname: string }).pathname));
}

/** Students, messages and scenarios are many and look alike: what names one of them stands for all. */
function kindOf(pathname: string): string {
  return pathname
    .split("/")
    .map((part) => (/[\d_]/.test(part) ? "*" : part))
    .join("/");
}
