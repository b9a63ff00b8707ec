import { Liquid, type LiquidOptions, type Template } from "liquidjs";

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
  return fill(liquid, template, variables);
}

/** How many templates are kept parsed: a school has few, and fills each thousands of times. */
const mostParsed = 50;
const parsed = new WeakMap<Liquid, Map<string, Template[]>>();

/** Fills a template, which is parsed the first time that it is asked for. */
export function fill(engine: Liquid, template: string, variables: Readonly<Record<string, unknown>>): string {
  const known = parsed.get(engine) ?? new Map<string, Template[]>();
  parsed.set(engine, known);
  const found = known.get(template) ?? engine.parse(template);
  if (known.size >= mostParsed) known.clear();
  known.set(template, found);
  return engine.renderSync(found, variables) as string;
}
