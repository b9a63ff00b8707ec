import type { LogEntryRow, RunRow } from "#features/scenarios/store.ts";
import type { Bilingual, Language } from "#lib/bilingual.ts";

import { inLanguage } from "./terminal.ts";

/** A run for programs: every field, times as ISO instants, sentences in one language. */
export function runDocument(run: RunRow, language: Language): object {
  return { ...run, failure: run.failure === null ? null : inLanguage(run.failure, language) };
}

/** A log entry for programs. */
export function logDocument(
  entry: LogEntryRow & { readonly scenario: string; readonly runNumber: number },
  language: Language,
): object {
  const inOne = (sentence: Bilingual | null) => sentence?.[language] ?? null;
  return { ...entry, message: entry.message[language], remedy: inOne(entry.remedy) };
}
