import fc from "fast-check";
import { expect, test } from "vitest";

import { keyFrom, newKey, sealedBox } from "./sealed-box.ts";
import { Secret } from "./secrets.ts";

const key = (text: string) => keyFrom(text) ?? new Uint8Array();
const box = sealedBox(key(newKey()));

test("what was sealed comes back, whatever it is, and does not show", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 4 }), (text) => {
      const sealed = box.seal(new Secret(text), "zoom.token");
      expect(sealed).not.toContain(text);
      expect(box.open(sealed, "zoom.token")?.reveal()).toBe(text);
    }),
  );
});

test("another key, another purpose or a touched text opens nothing", () => {
  const sealed = box.seal(new Secret("s3cret"), "zoom.token");
  expect(box.seal(new Secret("s3cret"), "zoom.token")).not.toBe(sealed);
  expect(sealedBox(key(newKey())).open(sealed, "zoom.token")).toBeUndefined();
  expect(box.open(sealed, "telegram.token")).toBeUndefined();
  for (const touched of ["", "v1.", "v2.abc", sealed.slice(0, -2), `${sealed.slice(0, 20)}AAAA${sealed.slice(24)}`]) {
    expect(box.open(touched, "zoom.token")).toBeUndefined();
  }
});

test("a key is 32 bytes in base64 or hex", () => {
  expect(keyFrom(newKey())).toHaveLength(32);
  expect(keyFrom("ab".repeat(32))).toHaveLength(32);
  for (const wrong of ["", "secret", "ab".repeat(31), "é".repeat(43)]) expect(keyFrom(wrong)).toBeUndefined();
  expect(() => sealedBox(new Uint8Array(31))).toThrow(RangeError);
});
