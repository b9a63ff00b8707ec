import { createHash } from "node:crypto";

import { html, raw } from "hono/html";

import { say } from "#lib/bilingual.ts";
import { frenchDate } from "#lib/french.ts";

import type { Status } from "./status.ts";

const style =
  "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#222}" +
  "h1{font-size:1.6rem}.mode{background:#ffe8a3;padding:.4rem .8rem}small,.quiet{color:#666}" +
  "@media(prefers-color-scheme:dark){body{background:#1a1a1a;color:#eee}small,.quiet{color:#aaa}.mode{color:#222}}";

/** Allows the page's one style and nothing else. */
export const styleSource = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;

const words = {
  coming: say("Ce qui vient", "What comes next"),
  nothing: say("Aucun scénario n'est programmé.", "No scenario is scheduled."),
  gone: say("La base de données ne répond pas pour l'instant.", "The database does not answer for now."),
  later: say(
    "La page n'a pas été construite : lancez Carillon par « npm start », ou une fois « npm run build ».",
    "The page was not built: start Carillon with `npm start`, or run `npm run build` once.",
  ),
  "test group": say(
    "Mode test : tous les messages vont au groupe de test.",
    "Test mode: every message goes to the test group.",
  ),
  dry: say("Mode à blanc : aucun message ne part.", "Dry mode: no message leaves."),
} as const;

/** A plain page in the school's language: what Carillon does next. `html` escapes what is put in. */
export function plainPage({ school, mode, coming }: Status) {
  const { language, timeZone } = school;
  const items = (coming ?? []).map(({ title, at, schedule }) => {
    const local = at.toZonedDateTimeISO(timeZone);
    const written = local.toLocaleString(language, { weekday: "long", day: "numeric", month: "long" });
    const day = language === "fr" ? frenchDate(written) : written;
    const time = local.toPlainTime().toString({ smallestUnit: "minute" });
    return html`<li><strong>${title[language]}</strong> – ${day}, ${time} <small>(${schedule[language]})</small></li>`;
  });
  const empty = coming === undefined ? words.gone : words.nothing;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Carillon – ${school.name}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <h1>Carillon – ${school.name}</h1>
        ${mode === "live" ? "" : html`<p class="mode">${words[mode][language]}</p>`}
        <h2>${words.coming[language]} <small>(${timeZone})</small></h2>
        ${
          items.length === 0
            ? html`<p>${empty[language]}</p>`
            : html`<ol>
                ${items}
              </ol>`
        }
        <p class="quiet">${words.later[language]}</p>
      </body>
    </html>`;
}
