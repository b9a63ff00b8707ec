/** A formatted stretch of a text, as the Bot API describes it; offset and length in UTF-16 units. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
  readonly custom_emoji_id?: string;
  readonly user?: { readonly id: number; readonly is_bot: false; readonly first_name: string };
}

/** A text and its formatting, or Telegram's own words on why the markup is broken. */
export type Parsed =
  | { readonly ok: true; readonly text: string; readonly entities: readonly Entity[] }
  | { readonly ok: false; readonly error: string };

interface OpenTag {
  readonly name: string;
  readonly argument: string;
  readonly offset: number;
}

/** What each tag becomes; `a`, `pre`, `code`, `span` and `blockquote` need more than a name. */
const plainTags: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  span: "spoiler",
};
const knownTags = new Set([...Object.keys(plainTags), "a", "pre", "code", "blockquote", "tg-emoji"]);

const isSpace = (char: string) =>
  char === " " || char === "\t" || char === "\r" || char === "\n" || char === "\0" || char === "\v";

/** Thrown and caught in this file only: a parser ten levels deep is clearer when it can stop at once. */
class BrokenMarkup extends Error {}

/**
 * Parses Telegram's HTML parse mode with the rules and the error texts of the real server, which names
 * places by their offset in UTF-8 bytes.
 */
export function parseHtml(html: string): Parsed {
  try {
    return { ok: true, ...new HtmlReader(html).read() };
  } catch (error) {
    if (error instanceof BrokenMarkup) return { ok: false, error: error.message };
    throw error;
  }
}

class HtmlReader {
  readonly #html: string;
  #at = 0;
  #text = "";
  readonly #open: OpenTag[] = [];
  readonly #entities: Entity[] = [];

  constructor(html: string) {
    // Telegram drops carriage returns wherever they are.
    this.#html = html.replaceAll("\r", "");
  }

  read(): { text: string; entities: readonly Entity[] } {
    while (this.#at < this.#html.length) {
      const char = this.#peek();
      if (char === "&") this.#text += this.#characterReference();
      else if (char !== "<") this.#text += this.#take();
      else if (this.#html[this.#at + 1] === "/") this.#endTag();
      else this.#startTag();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined)
      throw new BrokenMarkup(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
    const entities = this.#entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
    return { text: this.#text, entities };
  }

  /** The character here, or "" at the end. */
  #peek(): string {
    return this.#html[this.#at] ?? "";
  }

  #take(): string {
    return this.#html[this.#at++] ?? "";
  }

  #takeWhile(accepts: (char: string) => boolean): string {
    const from = this.#at;
    while (this.#at < this.#html.length && accepts(this.#peek())) this.#at++;
    return this.#html.slice(from, this.#at);
  }

  #byteOffset(at: number): number {
    return Buffer.byteLength(this.#html.slice(0, at));
  }

  /** A character reference; one that Telegram does not know stays as it is written. */
  #characterReference(): string {
    const match = /^&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot)(?![a-z]));?/i.exec(
      this.#html.slice(this.#at, this.#at + 12),
    );
    if (match === null) return this.#take();
    const [whole, hex, decimal, name] = match;
    const code = hex !== undefined ? parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : 0;
    const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };
    const char =
      name !== undefined ? named[name] : code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (char === undefined) return this.#take();
    this.#at += whole.length;
    return char;
  }

  #startTag(): void {
    const begin = this.#at++;
    const offset = this.#byteOffset(begin);
    const name = this.#takeWhile((char) => !isSpace(char) && char !== ">").toLowerCase();
    if (this.#peek() === "") throw new BrokenMarkup(`Unclosed start tag at byte offset ${offset}`);
    if (!knownTags.has(name)) throw new BrokenMarkup(`Unsupported start tag "${name}" at byte offset ${offset}`);
    let argument = "";
    for (;;) {
      this.#takeWhile(isSpace);
      if (this.#peek() === ">") break;
      argument = this.#attribute(name, offset) ?? argument;
    }
    this.#at++;
    if (name === "span" && argument !== "spoiler") {
      throw new BrokenMarkup(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
    }
    this.#open.push({ name, argument, offset: this.#text.length });
  }

  /** Reads one attribute; returns what it says when it matters for this tag. */
  #attribute(tag: string, tagOffset: number): string | undefined {
    const attribute = this.#takeWhile((char) => !isSpace(char) && char !== "=" && char !== ">");
    if (attribute === "" && this.#peek() !== "") {
      throw new BrokenMarkup(`Empty attribute name in the tag "${tag}" at byte offset ${tagOffset}`);
    }
    this.#takeWhile(isSpace);
    if (tag === "blockquote" && attribute === "expandable" && this.#peek() !== "=") return "expandable";
    if (this.#peek() === "") throw new BrokenMarkup(`Unclosed start tag "${tag}" at byte offset ${tagOffset}`);
    if (this.#peek() !== "=") {
      throw new BrokenMarkup(
        `Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${tagOffset}`,
      );
    }
    this.#at++;
    this.#takeWhile(isSpace);
    if (this.#peek() === "") throw new BrokenMarkup(`Unclosed start tag "${tag}" at byte offset ${tagOffset}`);
    const value = this.#attributeValue();
    if (this.#peek() === "") throw new BrokenMarkup(`Unclosed start tag at byte offset ${tagOffset}`);
    if (tag === "a" && attribute === "href") return value;
    if (tag === "code" && attribute === "class" && value.startsWith("language-"))
      return value.slice("language-".length);
    if (tag === "span" && attribute === "class" && value.startsWith("tg-")) return value.slice("tg-".length);
    if (tag === "tg-emoji" && attribute === "emoji-id") return value;
    return undefined;
  }

  #attributeValue(): string {
    const quote = this.#peek();
    if (quote !== '"' && quote !== "'") {
      const begin = this.#at;
      const value = this.#takeWhile((char) => /[a-z0-9.-]/i.test(char)).toLowerCase();
      if (!isSpace(this.#peek()) && this.#peek() !== ">" && this.#peek() !== "") {
        throw new BrokenMarkup(`Unexpected end of name token at byte offset ${this.#byteOffset(begin)}`);
      }
      return value;
    }
    this.#at++;
    let value = "";
    while (this.#peek() !== quote && this.#peek() !== "")
      value += this.#peek() === "&" ? this.#characterReference() : this.#take();
    if (this.#peek() === quote) this.#at++;
    return value;
  }

  #endTag(): void {
    const begin = this.#at;
    const offset = this.#byteOffset(begin);
    const tag = this.#open.at(-1);
    if (tag === undefined) throw new BrokenMarkup(`Unexpected end tag at byte offset ${offset}`);
    this.#at += 2;
    const name = this.#takeWhile((char) => !isSpace(char) && char !== ">").toLowerCase();
    this.#takeWhile(isSpace);
    if (this.#peek() !== ">") throw new BrokenMarkup(`Unclosed end tag at byte offset ${offset}`);
    this.#at++;
    if (name !== "" && name !== tag.name) {
      throw new BrokenMarkup(
        `Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`,
      );
    }
    this.#open.pop();
    this.#addEntity(tag);
  }

  #addEntity(tag: OpenTag): void {
    const length = this.#text.length - tag.offset;
    if (length === 0) return;
    const span = { offset: tag.offset, length };
    const last = this.#entities.at(-1);
    const covers = last !== undefined && last.offset === tag.offset && last.length === length ? last : undefined;
    const simple = plainTags[tag.name];
    if (simple !== undefined) this.#entities.push({ type: simple, ...span });
    else if (tag.name === "a") this.#addLink(tag, span);
    else if (tag.name === "blockquote")
      this.#entities.push({ type: tag.argument === "" ? "blockquote" : "expandable_blockquote", ...span });
    else if (tag.name === "tg-emoji") this.#addEmoji(tag, span);
    else if (tag.name === "code" && tag.argument !== "")
      this.#entities.push({ type: "code", ...span, language: tag.argument });
    else if (tag.name === "pre" && covers?.type === "code" && covers.language !== undefined) {
      this.#entities[this.#entities.length - 1] = { ...covers, type: "pre" };
    } else this.#entities.push({ type: tag.name, ...span });
  }

  #addEmoji(tag: OpenTag, span: { offset: number; length: number }): void {
    if (!/^[1-9]\d*$/.test(tag.argument)) throw new BrokenMarkup("Invalid custom emoji identifier specified");
    this.#entities.push({ type: "custom_emoji", ...span, custom_emoji_id: tag.argument });
  }

  /** A link to a person is a mention; an address that is none leaves the text without a link, as Telegram does. */
  #addLink(tag: OpenTag, span: { offset: number; length: number }): void {
    const address = tag.argument === "" ? this.#text.slice(tag.offset) : tag.argument;
    const person = /^tg:\/\/user\?id=(\d+)$/.exec(address);
    if (person !== null) {
      const user = { id: Number(person[1]), is_bot: false as const, first_name: this.#text.slice(tag.offset) };
      this.#entities.push({ type: "text_mention", ...span, user });
      return;
    }
    const url = linkOf(address);
    if (url !== undefined) this.#entities.push({ type: "text_link", ...span, url });
  }
}

function linkOf(address: string): string | undefined {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`;
  const url = URL.parse(text);
  if (url === null) return undefined;
  if (url.protocol !== "http:" && url.protocol !== "https:" && url.protocol !== "tg:" && url.protocol !== "ton:")
    return undefined;
  return url.protocol === "tg:" || url.protocol === "ton:" || url.hostname.includes(".") || url.hostname === "localhost"
    ? url.href
    : undefined;
}

/**
 * What Telegram makes of a text before it counts and shows it: no spaces at either end,
 * formatting moved accordingly.
 */
export function tidy(text: string, entities: readonly Entity[]): { text: string; entities: readonly Entity[] } {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const kept: Entity[] = [];
  for (const entity of entities) {
    const from = Math.max(entity.offset - start, 0);
    const to = Math.min(entity.offset + entity.length - start, trimmed.length);
    const { language: _unused, ...withoutLanguage } = entity;
    const clean = entity.type === "pre" ? entity : withoutLanguage;
    if (to > from) kept.push({ ...clean, offset: from, length: to - from });
  }
  return { text: trimmed, entities: kept };
}
