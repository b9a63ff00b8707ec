import { say, type Bilingual, type Language } from "#lib/bilingual.ts";

import type { Failure } from "#lib/failure.ts";
import type { Instant } from "#lib/clock.ts";

import type { Figures } from "./rules.ts";

/** A run, as it is listed. */
interface ListedRun {
  readonly number: number;
  readonly scenario: string;
  readonly cause: string;
  /** Who asked for it by hand. */
  readonly askedBy: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly outcome: string | null;
  readonly figures: Figures;
  readonly failure: Failure | null;
}

/** A line of a run's log. */
interface ListedLine {
  readonly at: Instant;
  readonly level: string;
  readonly message: Bilingual;
  readonly place: string | null;
  readonly remedy: Bilingual | null;
  readonly cause: string | null;
}

/** A table to be written as a file. */
interface Listed {
  readonly title: string;
  readonly subtitle: string;
  readonly columns: readonly { readonly head: string; readonly width: number; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const figures = ["read", "created", "changed", "unchanged", "skipped", "failed"] as const;
const figureHeads: Readonly<Record<(typeof figures)[number], Bilingual>> = {
  read: say("Lus", "Read"),
  created: say("Créés", "Created"),
  changed: say("Changés", "Changed"),
  unchanged: say("Inchangés", "Unchanged"),
  skipped: say("Passés", "Skipped"),
  failed: say("En échec", "Failed"),
};

/** Runs as a table: moments in UTC, causes and outcomes as programs know them. */
export function runsAsTable(runs: readonly ListedRun[], language: Language): Listed {
  const texts = [
    say("Numéro", "Number"),
    say("Scénario", "Scenario"),
    say("Cause", "Cause"),
    say("Par qui", "By whom"),
    say("Début (UTC)", "Start (UTC)"),
    say("Fin (UTC)", "End (UTC)"),
    say("Secondes", "Seconds"),
    say("Issue", "Outcome"),
    ...figures.map((figure) => figureHeads[figure]),
    say("Erreur", "Error"),
    say("Que faire", "What to do"),
  ];
  return {
    title: language === "fr" ? "Exécutions" : "Runs",
    subtitle: "",
    columns: texts.map((head) => ({ head: head[language], width: 20 })),
    rows: runs.map((run) => [
      run.number,
      run.scenario,
      run.cause,
      run.askedBy,
      run.startedAt.toString(),
      run.endedAt?.toString() ?? null,
      run.endedAt === null ? null : run.startedAt.until(run.endedAt).total("seconds"),
      run.outcome ?? "open",
      ...figures.map((figure) => run.figures[figure]),
      run.failure?.what[language] ?? null,
      run.failure?.remedy[language] ?? null,
    ]),
  };
}

/** The log of a run as a table. */
export function logAsTable(lines: readonly ListedLine[], language: Language): Listed {
  const texts = [
    say("Moment (UTC)", "Moment (UTC)"),
    say("Niveau", "Level"),
    say("Texte", "Text"),
    say("Endroit", "Place"),
    say("Que faire", "What to do"),
    say("Cause technique", "Technical cause"),
  ];
  return {
    title: language === "fr" ? "Journal" : "Log",
    subtitle: "",
    columns: texts.map((head) => ({ head: head[language], width: 30 })),
    rows: lines.map((line) => [
      line.at.toString(),
      line.level,
      line.message[language],
      line.place,
      line.remedy?.[language] ?? null,
      line.cause,
    ]),
  };
}
