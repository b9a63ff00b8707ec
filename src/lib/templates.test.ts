import { describe, expect, it } from "vitest";

import { fillPlainText } from "./plain-text.ts";
import { fillTemplate } from "./templates.ts";

describe.each([
  ["a message's template", fillTemplate],
  ["a title's template", fillPlainText],
] as const)("%s", (_name, fill) => {
  const twice = "{% capture s %}{{ s }}{{ s }}{% endcapture %}";

  it("is filled, with loops and conditions as messages have them", () => {
    const template = "{% for t in times %}{% if t.day %}{{ t.day }}: {% endif %}{{ t.time }}; {% endfor %}";
    const times = Array.from({ length: 30 }, (_, index) => ({ day: `day ${index}`, time: "18:30" }));
    expect(fill(template, { times })).toContain("day 29: 18:30;");
  });

  it.each(["include", "render", "layout"])("reads no file by %s", (tag) => {
    for (const file of ["package.json", "./package.json", `${import.meta.dirname}/templates.ts`]) {
      expect(() => fill(`{% ${tag} '${file}' %}`, {})).toThrow("ENOENT");
    }
  });

  it.each([
    ["counts to a hundred million", "{% for i in (1..100000000) %}x{% endfor %}"],
    ["loops in loops", "{% for i in (1..900) %}{% for j in (1..900) %}x{% endfor %}{% endfor %}"],
    ["goes deep", "{% for a in (1..2) %}".repeat(40) + "{% endfor %}".repeat(40)],
    ["doubles a text", `{% assign s = 'x' %}{% for i in (1..60) %}${twice}{% endfor %}`],
    ["appends to a text", "{% assign s = 'x' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}"],
    ["is a book", "x".repeat(200_000)],
  ])("ends at a limit when it %s", (_what, template) => {
    expect(() => fill(template, {})).toThrow(/limit exceeded|Invalid string length/);
  });

  it("fails on what it may not use", () => {
    for (const template of ["{{ nobody }}", "{{ course.constructor }}", "{{ course | nothing }}", "{{ course"]) {
      expect(() => fill(template, { course: "English" })).toThrow(/line:1/);
    }
  });
});
