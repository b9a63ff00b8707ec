import { Liquid, type LiquidOptions } from "liquidjs";

/**
 * The walls around every template that people edit. Strict: one that names an unknown variable or filter fails instead
 * of leaving a hole. It reads no file, since `include` and its like find only what `templates` holds. It can neither
 * hold the process up nor fill its memory: characters and loops are counted, and what counts nothing ends after three
 * seconds. No message comes near.
 */
export const walls = {
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 100_000,
  memoryLimit: 100_000,
  renderLimit: 3_000,
} as const satisfies LiquidOptions;

// Every output is escaped, so what people wrote can't become markup.
const liquid = new Liquid({ ...walls, outputEscape: "escape" });

/** Fills a LiquidJS template; its outputs are HTML-escaped. Throws where the template is wrong, with the place. */
export function fillTemplate(template: string, variables: Readonly<Record<string, unknown>>): string {
  return liquid.parseAndRenderSync(template, variables) as string;
}
