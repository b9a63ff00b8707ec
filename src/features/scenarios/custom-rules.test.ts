import { describe, expect, it } from "vitest";

import { failureOf } from "./custom-failure-rules.ts";
import { defaultLimits, effectInWords } from "./custom-rules.ts";

describe("what a run would do, in words", () => {
  it("a message is told as its group reads it", () => {
    const to = { groupId: "g", chatId: "-1001", title: "English A1", language: "en" } as const;
    const told = effectInWords({ kind: "send", to, html: "<b>Tea</b> &amp; cake\n&lt;at 5&gt; &amp;lt;" });
    expect(told.en).toBe('Message to "English A1": Tea & cake <at 5> &lt;');
  });
});

describe("an error's remedy", () => {
  const remedyOf = (type: string) =>
    failureOf("mine", { how: "raised", type, message: "", steps: [{ line: 3, in: "f", text: "x" }] }, defaultLimits);

  it.each([
    ["IndexError", "scenario.python-error", /Correct this line/],
    ["ModuleNotFoundError", "scenario.python-error", /no package can be added/],
    ["PermissionDenied", "scenario.python-error", /carillon scenario grant mine/],
    ["MemoryError", "scenario.stopped.memory", /carillon scenario limits mine/],
  ])("%s", (type, code, remedy) => {
    expect(remedyOf(type)).toMatchObject({ code, place: "mine:3" });
    expect(remedyOf(type)?.remedy.en).toMatch(remedy);
  });
});
