import { Liquid } from "liquidjs";

// Strict: a template that names an unknown variable or filter fails instead of leaving a hole in a message.
// Every output is escaped, so what people wrote can't become markup. A template can't run code or read files.
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  outputEscape: "escape",
  ownPropertyOnly: true,
});

/** Fills a LiquidJS template; its outputs are HTML-escaped. Throws where the template is wrong, with the place. */
export function fillTemplate(template: string, variables: Readonly<Record<string, unknown>>): string {
  return liquid.parseAndRenderSync(template, variables) as string;
}
