import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { logoBytes, readLogo, weighLogo } from "./logo-rules.ts";

const png = readFileSync(fileURLToPath(new URL("../../adapters/pictures/approved/badges.png", import.meta.url)));

/** The start of an image, a table, then the frame's header of a picture of 300 by 200 pixels. */
const jpeg = Buffer.from("ffd8 ffdb 0004 0102 ffc0 000b 08 00c8 012c 01 011100".replaceAll(" ", ""), "hex");

const codeOf = (bytes: Uint8Array) => {
  const read = readLogo(bytes);
  return read.ok ? read.value : read.failure.code;
};

describe("a file that is to be the logo", () => {
  it("is a PNG or a JPEG, whatever it is called", () => {
    expect(codeOf(png)).toMatchObject({ type: "image/png", width: 1_008 });
    expect(codeOf(jpeg)).toEqual({ type: "image/jpeg", width: 300, height: 200 });
  });

  it("is refused when it is something else, or cut short", () => {
    for (const bytes of [new TextEncoder().encode("<svg onload='alert(1)'/>"), png.subarray(0, 20), new Uint8Array()])
      expect(codeOf(bytes)).toBe("logo.no-picture");
    expect(codeOf(jpeg.subarray(0, 12))).toBe("logo.no-picture");
  });

  it("is refused when it is too heavy, or unfolds into too much", () => {
    expect(weighLogo(logoBytes).ok).toBe(true);
    expect(weighLogo(logoBytes + 1)).toMatchObject({ failure: { code: "logo.too-big" } });
    const wide = Uint8Array.from(png);
    new DataView(wide.buffer).setUint32(16, 60_000);
    expect(codeOf(wide)).toBe("logo.too-wide");
  });
});
