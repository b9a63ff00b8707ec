import { describe, expect, it } from "vitest";

import { aliasKey, comparableName, readName } from "./name-rules.ts";

const read = (name: string) => readName(name).readings[0]?.join(" ");

describe("comparableName", () => {
  it.each([
    ["Éloïse  N'GORAN", "eloise ngoran"],
    ["Łukasz Ødegård-Strauß", "lukasz odegard strauss"],
    ["Cœur Bœuf", "coeur boeuf"],
    ["E\u0301loi\u0308se", "eloise"],
    ["𝓐𝓶𝓪 𝓑𝓪𝓱", "ama bah"],
    ["ＡＭＡ　ＢＡＨ", "ama bah"],
    ["❤️王芳❤️", "王芳"],
    ["محمّد الأمين", "محمد الأمين"],
  ])("%s", (name, expected) => {
    expect(comparableName(name)).toBe(comparableName(expected));
  });

  it("keeps the signs that carry a vowel: without them different names become one", () => {
    expect(comparableName("राम")).not.toBe(comparableName("रीमा"));
  });
});

describe("readName", () => {
  it.each([
    ["iPhone de Ama Bah", "ama bah"],
    ["iPhone d’Ama", "ama"],
    ["Ama Bah's Galaxy A12", "ama bah"],
    ["iPhone 13 Pro Max de Max Portal", "max portal"],
    ["MacBook-Pro-de-Ama", "ama"],
    ["BAH Ama (élève) 🌸", "bah ama"],
    ["A1 - Ama Bah [groupe 3]", "ama bah"],
    ["ama.bah22@school.example", "ama bah"],
    ["Ama Bah (she/her)", "ama bah"],
    ["Mme Ama BAH #2", "ama bah"],
  ])("leaves out of %s what is not the person", (name, expected) => {
    expect(read(name)).toBe(expected);
  });

  it.each([
    "",
    "   ",
    "iPhone",
    "iPad (2)",
    "Galaxy S21 Ultra",
    "🌸✨",
    "Zoom user",
    "Invité 3",
    "...",
    "+225 07 08 09",
  ])("finds nobody in %j", (name) => {
    expect(readName(name).readings).toEqual([]);
  });

  it("keeps what says that somebody else is there", () => {
    expect(read("Maman de Ama Bah")).toBe("maman de ama bah");
    expect(read("Ama Bah - prof")).toBe("ama bah prof");
  });
});

describe("aliasKey", () => {
  it("is the name as shown, but for case, width and spaces", () => {
    expect(aliasKey("  iPhone   de AMA ")).toBe("iphone de ama");
    expect(aliasKey("Éloi")).not.toBe(aliasKey("Eloi"));
  });
});
