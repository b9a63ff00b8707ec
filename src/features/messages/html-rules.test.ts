import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseHtml } from "#simulators/telegram/html.ts";

import { checkHtml, plainText, shortenHtml, splitHtml, visibleLength } from "./html-rules.ts";

/** Telegram's HTML as people write it: words, references, emojis, nested tags. */
const word = fc.constantFrom("cours", "Zoom", "à", "👩‍🏫", "&amp;", "&lt;b&gt;", "&#233;", "\n", "\n\n", " ", "𝄞");
const html = fc.letrec<{ node: string; list: string }>((tie) => ({
  node: fc.oneof(
    { weight: 4, arbitrary: word },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom("b", "i", "code"), tie("list"))
        .map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
    },
    { weight: 1, arbitrary: tie("list").map((inner) => `<a href="https://x.example/?a=1&amp;b=2">${inner}</a>`) },
  ),
  list: fc.array(tie("node"), { maxLength: 12 }).map((parts) => parts.join("")),
})).list;

describe("splitHtml", () => {
  it("gives parts that Telegram takes, each within the limit, and loses nothing but blanks at the cuts", () => {
    fc.assert(
      fc.property(html, fc.integer({ min: 4, max: 40 }), (text, most) => {
        const parts = splitHtml(text, most);
        for (const part of parts) {
          expect(parseHtml(part).ok).toBe(true);
          expect(visibleLength(part)).toBeLessThanOrEqual(most);
        }
        const read = (some: readonly string[]) => some.map(plainText).join("").replace(/\s/g, "");
        expect(read(parts)).toBe(read([text]));
      }),
    );
  });

  it("cuts at an empty line, else at a line's end, else between words", () => {
    expect(splitHtml("one two\n\nthree four", 12)).toEqual(["one two", "three four"]);
    expect(splitHtml("one two\nthree four", 12)).toEqual(["one two", "three four"]);
    expect(splitHtml("one two three four", 12)).toEqual(["one two", "three four"]);
    expect(splitHtml("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
  });

  it("keeps on both sides what is bold or a link across the cut", () => {
    expect(splitHtml('<b>one <a href="x">two three</a></b>', 8)).toEqual([
      '<b>one <a href="x">two</a></b>',
      '<b><a href="x">three</a></b>',
    ]);
  });

  it("counts as Telegram does", () => {
    fc.assert(
      fc.property(html, (text) => {
        const parsed = parseHtml(text);
        expect(parsed.ok && parsed.text.length).toBe(visibleLength(text));
        expect(parsed.ok && parsed.text).toBe(plainText(text));
      }),
    );
  });
});

it.each(["&copy; 2026", "&#0;", "&#1114112;", "&#xffffffff;", "a &lt b", "&#233 &#x1d11e;", "&LT;", "Q&A"])(
  "reads a reference as Telegram does, also one that it does not know: %s",
  (text) => {
    const parsed = parseHtml(text);
    expect(parsed.ok && parsed.text).toBe(plainText(text));
    expect(parsed.ok && parsed.text.length).toBe(visibleLength(text));
  },
);

it("shortens with dots inside what they end", () => {
  expect(shortenHtml("<b>one two three</b>", 9)).toBe("<b>one two…</b>");
  expect(shortenHtml("<b>one</b>", 9)).toBe("<b>one</b>");
});

it.each([
  ["<b>x</b> &amp; <code>y</code>", undefined],
  ["1 < 2", /&lt;/],
  ["<div>x</div>", /<div>/],
  ["<b>x", /never closed/],
  ["<b><i>x</b></i>", /does not close/],
])("checks %s", (text, problem) => {
  const found = checkHtml(text)?.en;
  expect(found ?? "").toMatch(problem ?? /^$/);
  expect(parseHtml(text).ok).toBe(problem === undefined);
});
