import { describe, expect, it } from "vitest";

import { forgetName } from "./forget-name.ts";

describe("forgetName", () => {
  it("replaces the whole name and no part of another's", () => {
    const text = "🥇 Ama — 12\n🥈 Ama Bah — 9\n🥉 Amadou — 3\n4. Awa Ama — 2\n(ama)";
    expect(forgetName(text, ["Ama"], "X")).toBe("🥇 X — 12\n🥈 Ama Bah — 9\n🥉 Amadou — 3\n4. Awa Ama — 2\n(X)");
    expect(forgetName(text, ["Ama", "Ama Bah"], "X")).toContain("🥈 X — 9");
  });

  it("takes a name as it is, whatever signs it holds", () => {
    expect(forgetName("a.b (c)* $& — 1", ["a.b (c)*"], "$&")).toBe("$& $& — 1");
    expect(forgetName("axb", ["a.b"], "X")).toBe("axb");
    expect(forgetName("same", ["", "  "], "X")).toBe("same");
  });
});
