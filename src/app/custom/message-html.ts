import { escapeHtml } from "#features/messages/rules.ts";

/** What Telegram shows: tag and, where one is needed, the attribute. Source: facts, Telegram, HTML. */
const tags: ReadonlySet<string> = new Set(
  "b strong i em u ins s strike del code pre blockquote tg-spoiler a span".split(" "),
);

const tag = /<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>/giy;
const entity = /&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-f]{1,6});/giy;

/**
 * A scenario's text as Telegram HTML: plain text escaped, HTML checked, since Telegram refuses a message whose tags
 * do not fit, and a refused message reaches nobody.
 */
export function asHtml(text: string, mode: string): { readonly html: string } | { readonly refused: string } {
  if (mode === "text") return { html: escapeHtml(text) };
  if (mode !== "html") return { refused: 'parse_mode is "HTML", or nothing for plain text' };
  const wrong = wrongHtml(text);
  return wrong === undefined ? { html: text } : { refused: wrong };
}

/** What Telegram would refuse in an HTML text; `undefined` when all fits. */
function wrongHtml(text: string): string | undefined {
  const open: string[] = [];
  for (let at = 0; at < text.length;) {
    const sign = text[at];
    if (sign === "&") {
      entity.lastIndex = at;
      const found = entity.exec(text);
      if (found === null) return `a lone & in HTML is written &amp; (near ${JSON.stringify(text.slice(at, at + 20))})`;
      at += found[0].length;
    } else if (sign === "<") {
      tag.lastIndex = at;
      const found = tag.exec(text);
      if (found === null) return `a lone < in HTML is written &lt; (near ${JSON.stringify(text.slice(at, at + 20))})`;
      const [whole, slash, name = "", attributes = ""] = found;
      const wrong = slash === "/" ? close(open, name.toLowerCase()) : enter(open, name.toLowerCase(), attributes);
      if (wrong !== undefined) return wrong;
      at += whole.length;
    } else at += 1;
  }
  return open.length === 0 ? undefined : `<${open.at(-1)}> is never closed`;
}

function enter(open: string[], name: string, attributes: string): string | undefined {
  if (!tags.has(name)) return `Telegram knows no <${name}>`;
  const isLink = name === "a";
  if (isLink && !/^\s+href="(?:https?|tg|mailto):[^"<>]*"\s*$/.test(attributes))
    return 'a link is <a href="https://…">';
  if (!isLink && !/^\s*(?:class="[\w -]*"|expandable)?\s*$/.test(attributes))
    return `<${name}> takes no such attribute`;
  open.push(name);
  return undefined;
}

function close(open: string[], name: string): string | undefined {
  return open.pop() === name ? undefined : `</${name}> closes what was not opened last`;
}
