import { checkHtml } from "#features/messages/html-rules.ts";
import { escapeHtml } from "#features/messages/rules.ts";

/**
 * A scenario's text as Telegram HTML: plain text escaped, HTML checked, since Telegram refuses a message whose tags
 * do not fit, and a refused message reaches nobody.
 */
export function asHtml(text: string, mode: string): { readonly html: string } | { readonly refused: string } {
  if (mode === "text") return { html: escapeHtml(text) };
  if (mode !== "html") return { refused: 'parse_mode is "HTML", or nothing for plain text' };
  const wrong = checkHtml(text);
  return wrong === undefined ? { html: text } : { refused: wrong.en };
}
