/** A small house with one mistake in it, and the same house put right. */
export interface Sample {
  /** The rule that must speak, as oxlint names it. */
  readonly rule: string;
  readonly title: string;
  /** Path → text; the mistake. */
  readonly bad: Readonly<Record<string, string>>;
  /** What the message must hold: where the code belongs instead. */
  readonly remedy: string;
  /** Path → text; nothing to say. */
  readonly good: Readonly<Record<string, string>>;
}

/** One file with one import, which is most of what the laws are about. */
export function importing(from: string, statement: string): Record<string, string> {
  const name = /([a-z-]+)\.ts$/.exec(from)?.[1] ?? "x";
  const camel = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { [from]: `${statement}\nexport const ${camel === "import" ? "it" : camel} = 1;\n` };
}

/** One file with this text. */
export function body(path: string, text: string): Record<string, string> {
  return { [path]: `${text}\n` };
}

/** A sample, in the order in which it is read. */
export function sample(
  rule: string,
  title: string,
  bad: Readonly<Record<string, string>>,
  remedy: string,
  good: Readonly<Record<string, string>>,
): Sample {
  return { rule, title, bad, remedy, good };
}

/** The files that most samples are about. */
export const sessions = "src/features/sessions/plan-sessions.ts";
export const rules = "src/features/sessions/rules.ts";
export const store = "src/features/sessions/store.ts";
