import { Liquid } from "liquidjs";

import { fill, walls } from "./templates.ts";

// Nothing is escaped: what comes out is a title, never markup.
const liquid = new Liquid(walls);

/** Fills a LiquidJS template of plain text. Throws where the template is wrong: check it when it is set. */
export function fillPlainText(template: string, variables: Readonly<Record<string, unknown>>): string {
  return fill(liquid, template, variables).replaceAll(/\s+/g, " ").trim();
}

/** What is wrong with a template that may use these variables; `undefined` when nothing is. */
export function checkPlainText(template: string, variables: Readonly<Record<string, unknown>>): string | undefined {
  try {
    fillPlainText(template, variables);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
