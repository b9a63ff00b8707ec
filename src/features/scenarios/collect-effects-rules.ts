import type { Effect } from "./custom-rules.ts";

type Writing = Extract<Effect, { readonly model: string }>;

/** What became of a row in this run so far. */
type Fate = "added" | "deleted";

/** The effects of one run: kept at once, or staged until the scenario commits them. */
export interface Effects {
  keep(effect: Effect): void;
  stage(effect: Writing): void;
  commit(): void;
  rollback(): void;
  /** Whether this run added or deleted the row; `undefined` when it did neither. */
  fateOf(model: string, id: string): Fate | undefined;
  /** What is kept, in the order in which it was asked; a row that came and went in the run leaves no trace. */
  all(): readonly Effect[];
}

const keyOf = (model: string, id: string): string => `${model}:${id}`;

/** Starts a collection. The fate of a row is looked up, never searched for: a run may ask for 50,000 changes. */
export function collectEffects(): Effects {
  const kept: Effect[] = [];
  let staged: Writing[] = [];
  const fates = new Map<string, Fate>();
  let before = new Map<string, Fate | undefined>();
  return {
    keep: (effect) => void kept.push(effect),
    stage(effect) {
      staged.push(effect);
      if (effect.kind === "change") return;
      const key = keyOf(effect.model, effect.id);
      if (!before.has(key)) before.set(key, fates.get(key));
      fates.set(key, effect.kind === "add" ? "added" : "deleted");
    },
    commit() {
      for (const effect of staged) kept.push(effect);
      staged = [];
      before = new Map();
    },
    rollback() {
      for (const [key, fate] of before) {
        if (fate === undefined) fates.delete(key);
        else fates.set(key, fate);
      }
      staged = [];
      before = new Map();
    },
    fateOf: (model, id) => fates.get(keyOf(model, id)),
    all() {
      const added = new Set(kept.flatMap((effect) => (effect.kind === "add" ? [keyOf(effect.model, effect.id)] : [])));
      const passing = new Set(
        kept.flatMap((effect) => {
          const key = effect.kind === "delete" ? keyOf(effect.model, effect.id) : "";
          return added.has(key) ? [key] : [];
        }),
      );
      return kept.filter((effect) => !("model" in effect) || !passing.has(keyOf(effect.model, effect.id)));
    },
  };
}
