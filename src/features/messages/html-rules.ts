import { say, type Bilingual } from "#lib/bilingual.ts";

/** Telegram's limits, in UTF-16 units after the markup was read. Source: Bot API, sendMessage and sendPhoto. */
export const longestText = 4096;
export const longestCaption = 1024;

/** The tags that Telegram's HTML knows. Source: Bot API, HTML style. */
const knownTags = new Set([
  "b",
  "strong",
  "i",
  "em",
  "u",
  "ins",
  "s",
  "strike",
  "del",
  "span",
  "tg-spoiler",
  "a",
  "tg-emoji",
  "code",
  "pre",
  "blockquote",
]);

type Token =
  | { readonly kind: "open" | "close"; readonly source: string; readonly name: string }
  /** One visible character, or a reference such as `&amp;`; `text` is what people read. */
  | { readonly kind: "char"; readonly source: string; readonly text: string };

const tokenPattern =
  /<(\/?)([a-zA-Z][\w-]*)([^<>]*)>|&(?:#x[0-9a-fA-F]+|#\d+|(?:lt|gt|amp|quot)(?![a-zA-Z]));?|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^]/g;

function tokensOf(html: string): readonly Token[] {
  return [...html.matchAll(tokenPattern)].map((match): Token => {
    const [source, slash, name] = match;
    if (name !== undefined) return { kind: slash === "/" ? "close" : "open", source, name: name.toLowerCase() };
    return { kind: "char", source, text: readingOf(source) };
  });
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** What a character or a reference reads as; a number that is no character's stays as it is written. */
function readingOf(source: string): string {
  const [, hex, decimal, name] = /^&(?:#x(\w+)|#(\d+)|(\w+));?$/.exec(source) ?? [];
  if (name !== undefined) return named[name] ?? source;
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
  return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : source;
}

/** How long a text is for Telegram: its visible characters. */
export function visibleLength(html: string): number {
  return tokensOf(html).reduce((sum, token) => sum + (token.kind === "char" ? token.text.length : 0), 0);
}

/** A text as people read it, without markup. */
export function plainText(html: string): string {
  return tokensOf(html)
    .map((token) => (token.kind === "char" ? token.text : ""))
    .join("");
}

/** What is wrong with a text's markup; `undefined` when Telegram takes it. */
export function checkHtml(html: string): Bilingual | undefined {
  const open: string[] = [];
  for (const token of tokensOf(html)) {
    if (token.kind === "char") {
      if (token.source === "<") {
        return say(
          "Un signe « < » n'ouvre aucune balise : écrivez &lt; à sa place.",
          "A “<” opens no tag: write &lt; in its place.",
        );
      }
      continue;
    }
    if (!knownTags.has(token.name)) {
      return say(
        `Telegram ne connaît pas la balise <${token.name}>. Il connaît : ${[...knownTags].join(", ")}.`,
        `Telegram does not know the tag <${token.name}>. It knows: ${[...knownTags].join(", ")}.`,
      );
    }
    if (token.kind === "open") open.push(token.name);
    else if (open.pop() !== token.name) {
      return say(
        `La balise </${token.name}> ne ferme pas la dernière balise ouverte.`,
        `The tag </${token.name}> does not close the tag that was opened last.`,
      );
    }
  }
  const left = open.at(-1);
  return left === undefined
    ? undefined
    : say(`La balise <${left}> n'est jamais fermée.`, `The tag <${left}> is never closed.`);
}

/**
 * Splits a text into parts of at most `most` visible characters: at an empty line, else at a line's end, else
 * between two words, and only as a last resort inside one; never inside a tag, a reference or a character. What is
 * bold or a link on both sides of a cut is so in both parts.
 */
export function splitHtml(html: string, most: number = longestText): readonly string[] {
  const parts: string[] = [];
  let rest = tokensOf(html);
  let reopened: readonly Token[] = [];
  for (;;) {
    const cut = whereToCut(rest, most);
    const taken = rest.slice(0, cut);
    const open = openAfter([...reopened, ...taken]);
    const closing = open.toReversed().map((token) => (token.kind === "open" ? `</${token.name}>` : ""));
    const body = trimmed(taken);
    if (body.some((token) => token.kind === "char")) {
      parts.push([...reopened, ...body].map((token) => token.source).join("") + closing.join(""));
    }
    rest = rest.slice(cut);
    reopened = open;
    if (rest.length === 0) return parts.length === 0 ? [html] : parts;
  }
}

/** Shortens a text to `most` visible characters, with "…" at the end when something was left out. */
export function shortenHtml(html: string, most: number): string {
  if (visibleLength(html) <= most) return html;
  const [first = ""] = splitHtml(html, most - 1);
  // Before the tags that the cut had to close, so that the dots look like the text they end.
  return first.replace(/((?:<\/[\w-]+>)*)$/, "…$1");
}

/** The index at which a part of at most `most` visible characters ends best. */
function whereToCut(tokens: readonly Token[], most: number): number {
  let length = 0;
  let end = 0;
  while (end < tokens.length) {
    const token = tokens[end];
    const more = token?.kind === "char" ? token.text.length : 0;
    if (length + more > most) break;
    length += more;
    end += 1;
  }
  if (end === tokens.length) return end;
  const sourceAt = (index: number) => tokens[index]?.source;
  let line = 0;
  let word = 0;
  for (let index = end; index > 0; index -= 1) {
    if (sourceAt(index - 1) === "\n" && sourceAt(index - 2) === "\n" && index > end / 4) return index;
    if (line === 0 && sourceAt(index - 1) === "\n") line = index;
    if (word === 0 && sourceAt(index - 1) === " ") word = index;
  }
  if (line > end / 4) return line;
  return word > 0 ? word : Math.max(end, 1);
}

function openAfter(tokens: readonly Token[]): readonly Token[] {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind === "open") open.push(token);
    else if (token.kind === "close") open.pop();
  }
  return open;
}

/** Without blank characters at both ends, which would be empty lines of a part. */
function trimmed(tokens: readonly Token[]): readonly Token[] {
  const isBlank = (token: Token) => token.kind === "char" && token.source.trim() === "";
  const first = tokens.findIndex((token) => !isBlank(token));
  const last = tokens.findLastIndex((token) => !isBlank(token));
  return first < 0 ? [] : tokens.slice(first, last + 1);
}
