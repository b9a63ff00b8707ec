import { describe, expect, it } from "vitest";

import { collectEffects } from "./collect-effects-rules.ts";

const model = "ScheduledMessage";
const before = new Map<string, unknown>();
const add = (id: string) => ({ kind: "add", model, id, values: new Map(), before }) as const;
const change = (id: string) => ({ kind: "change", model, id, values: new Map(), before }) as const;
const remove = (id: string) => ({ kind: "delete", model, id, before }) as const;

describe("the effects of a run", () => {
  it("of a row that came and went in it are none, whenever they were committed", () => {
    const effects = collectEffects();
    effects.stage(add("a"));
    effects.stage(change("a"));
    effects.commit();
    effects.stage(remove("a"));
    effects.stage(remove("b"));
    effects.commit();
    expect(effects.all()).toEqual([remove("b")]);
    expect(effects.fateOf(model, "a")).toBe("deleted");
  });

  it("that were rolled back never were: neither the addition nor the deletion", () => {
    const effects = collectEffects();
    effects.stage(add("a"));
    effects.commit();
    effects.stage(remove("a"));
    effects.stage(add("b"));
    effects.rollback();
    expect([effects.fateOf(model, "a"), effects.fateOf(model, "b")]).toEqual(["added", undefined]);
    expect(effects.all()).toEqual([add("a")]);
  });
});
