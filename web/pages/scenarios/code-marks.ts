import { reasonOf } from "../../api.ts";
import type { PageLanguage } from "../../i18n/i18n.ts";
import type { CodeMark } from "./code-editor.tsx";

/** The server's word about a code: what is wrong, and where (`name:line` or `name:line:column`). */
interface Told {
  readonly code: string;
  readonly what: { readonly fr: string; readonly en: string };
  readonly place?: string | undefined;
}

/** The line that a failure speaks of, to be marked in the code; nothing when it speaks of none. */
export function marksOf(failure: Told | null | undefined, language: PageLanguage): readonly CodeMark[] {
  const [, line, column] = /:(\d+)(?::(\d+))?$/.exec(failure?.place ?? "") ?? [];
  if (failure === null || failure === undefined || line === undefined) return [];
  return [
    { line: Number(line), column: column === undefined ? undefined : Number(column), text: failure.what[language] },
  ];
}

/** What the server said when it refused; `undefined` when it said nothing about the code. */
export function toldBy(error: unknown): Told | undefined {
  const reason = error === null ? undefined : reasonOf(error);
  return typeof reason === "object" ? reason : undefined;
}
