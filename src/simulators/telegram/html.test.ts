import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHtml, tidy } from "./html.ts";

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

describe("Telegram's HTML", () => {
  test.each([
    [
      "<b>Cours</b> à <i>18:00</i>",
      "Cours à 18:00",
      [
        ["bold", 0, 5],
        ["italic", 8, 5],
      ],
    ],
    [
      "<b>a<i>b</i></b>",
      "ab",
      [
        ["bold", 0, 2],
        ["italic", 1, 1],
      ],
    ],
    ["👩‍🏫 <u>x</u>", "👩‍🏫 x", [["underline", 6, 1]]],
    ["<B>x</b >", "x", [["bold", 0, 1]]],
    ["<b></b>x", "x", []],
    ['<pre><code class="language-python">x</code></pre>', "x", [["pre", 0, 1]]],
    ["<blockquote expandable>x</blockquote>", "x", [["expandable_blockquote", 0, 1]]],
    ['<span class="tg-spoiler">x</span>', "x", [["spoiler", 0, 1]]],
    ["a &lt; b &amp;&amp; c &#233; &#x1F600; &nbsp; &copy;", "a < b && c é 😀 &nbsp; &copy;", []],
  ] as const)("%s", (html, text, entities) => {
    const parsed = parseHtml(html);
    expect(parsed).toMatchObject({ ok: true, text });
    expect(parsed.ok && parsed.entities.map((entity) => [entity.type, entity.offset, entity.length])).toEqual(entities);
  });

  test.each([
    ["<b>x", 'Can\'t find end tag corresponding to start tag "b"'],
    ["é<b", "Unclosed start tag at byte offset 2"],
    ["é < 3", 'Unsupported start tag "" at byte offset 3'],
    ["<script>x</script>", 'Unsupported start tag "script" at byte offset 0'],
    ["x</b>", "Unexpected end tag at byte offset 1"],
    ["<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ["<b>x</b", "Unclosed end tag at byte offset 4"],
    ["<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'],
    ["<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href="x', "Unclosed start tag at byte offset 0"],
    ["<a href=é>x</a>", "Unexpected end of name token at byte offset 8"],
    ["<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])("%s is refused", (html, error) => {
    expect(parseHtml(html)).toEqual({ ok: false, error });
  });

  test("links: a mention for a person, an address made whole, nothing for what is no address", () => {
    expect(parseHtml('<a href="tg://user?id=5000000001">Léa</a>')).toMatchObject({
      entities: [{ type: "text_mention", user: { id: 5_000_000_001 } }],
    });
    expect(parseHtml('<a href="zoom.us/j/1?a=1&amp;b=2">ici</a>')).toMatchObject({
      entities: [{ type: "text_link", url: "http://zoom.us/j/1?a=1&b=2" }],
    });
    expect(parseHtml('<a href="rien">ici</a>')).toEqual({ ok: true, text: "ici", entities: [] });
  });

  test("any escaped text comes back as it was, and no text whatever breaks the parser", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(parseHtml(escape(text))).toEqual({ ok: true, text: text.replaceAll("\r", ""), entities: [] });
      }),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom("<", ">", "/", "b", "a", " ", "=", '"', "'", "&", "lt;", "#", "x", "é", "href", "span"),
          { maxLength: 30 },
        ),
        (parts) => {
          const parsed = parseHtml(parts.join(""));
          const isSound = parsed.ok
            ? parsed.entities.every((entity) => entity.offset + entity.length <= parsed.text.length)
            : parsed.error !== "";
          expect(isSound).toBe(true);
        },
      ),
    );
  });

  test("spaces at the ends are dropped and the formatting moves along", () => {
    expect(tidy("  ab  ", [{ type: "bold", offset: 1, length: 5 }])).toEqual({
      text: "ab",
      entities: [{ type: "bold", offset: 0, length: 2 }],
    });
  });
});
