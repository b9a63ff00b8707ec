import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { say } from "#lib/bilingual.ts";

import { renderDigest, type DigestFacts } from "./digest-rules.ts";

const kicked = {
  code: "telegram.gone",
  what: say("Le bot a été exclu.", "The bot was removed."),
  remedy: say("Remettez-le.", "Add it again."),
};

const facts: DigestFacts = {
  school: "École <du> Lac",
  title: say("Envoyer les messages du jour", "Send the day's messages"),
  when: "lundi 30 mars, 8h00",
  mode: "live",
  ends: [{ kind: "reminder", state: "sent", howMany: 24 }],
  held: 0,
  groupInactive: 0,
  waiting: 0,
  failures: [],
};

describe("the digest", () => {
  it("of a good day is two lines", () => {
    expect(renderDigest("fr", facts)).toBe(
      "📬 <b>École &lt;du&gt; Lac</b> · Envoyer les messages du jour · lundi 30 mars, 8h00\n✅ 24 envoyés",
    );
    expect(renderDigest("en", { ...facts, ends: [] })).toContain("✅ 0 sent");
  });

  it("tells each reason once, with its groups and its remedy", () => {
    const failures = ["A", "B", "C", "D", "E", "F", "G", "H"].map((place) => ({
      place,
      state: "failed" as const,
      failure: kicked,
    }));
    const told = renderDigest("en", {
      ...facts,
      ends: [...facts.ends, { kind: "reminder", state: "failed", howMany: 8 }],
      held: 1,
      failures: [...failures, { place: "I", state: "uncertain", failure: null }],
    });
    expect(told).toContain("✅ 24 sent · ❌ 8 failures · ⏸ 1 held");
    expect(told).toContain("❌ <b>A, B, C, D, E, F and 2 more</b>\nThe bot was removed.\n👉 Add it again.");
    expect(told.match(/The bot was removed/g)).toHaveLength(1);
    expect(told).toContain("❓ <b>I</b>\nIt is not known");
  });

  it("says when nothing really left", () => {
    expect(renderDigest("fr", { ...facts, mode: "dry" })).toContain("rien n'est parti");
    expect(renderDigest("fr", { ...facts, mode: "test group" })).toContain("groupe de test");
  });

  it("always fits into one message of Telegram, and never breaks a tag", () => {
    const text = fc.string({ maxLength: 300, unit: "grapheme" });
    const failure = fc.record({
      place: text,
      state: fc.constantFrom("failed" as const, "uncertain" as const),
      failure: fc.record({
        code: fc.constant("x"),
        what: fc.record({ fr: text, en: text }),
        remedy: fc.record({ fr: text, en: text }),
      }),
    });
    fc.assert(
      fc.property(fc.array(failure, { maxLength: 60 }), fc.constantFrom("fr" as const, "en" as const), (some, lang) => {
        const told = renderDigest(lang, { ...facts, failures: some });
        expect(told.length).toBeLessThanOrEqual(4_096);
        expect(told.match(/<b>/g)?.length).toBe(told.match(/<\/b>/g)?.length);
      }),
      { numRuns: 100 },
    );
  });
});
