import { defaultLimits, limitBounds } from "#features/scenarios/custom-rules.ts";
import { say } from "#lib/bilingual.ts";

import { textValue, type Command } from "./command.ts";
import { limitOptions } from "./scenario-limits.ts";
import { misused, wordMissing } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";

/** What is loaded only when one of these is asked for. */
const edit = async () => await import("./scenario-edit.ts");
const look = async () => await import("./scenario-look.ts");

const saveUsage = "scenario save NAME --file FILE.py [--title TITLE] [--note NOTE]";

const verbs: Verbs = {
  save: {
    usage: saveUsage,
    least: 1,
    most: 1,
    async run(context, words) {
      if (textValue(context, "file") === undefined) return misused(context, wordMissing("scenario save", saveUsage));
      return await (await edit()).save(context, words);
    },
  },
  preview: {
    usage: "scenario preview NAME [--file FILE.py]",
    least: 1,
    most: 1,
    run: async (context, words) => await (await look()).preview(context, words),
  },
  show: {
    usage: "scenario show NAME",
    least: 1,
    most: 1,
    run: async (context, words) => await (await look()).show(context, words),
  },
  grant: {
    usage: "scenario grant NAME read|write|send|none …",
    least: 2,
    most: 4,
    run: async (context, words) => await (await edit()).grant(context, words),
  },
  limits: {
    usage: "scenario limits NAME [--seconds N] [--memory MB] [--calls N] [--messages N] [--changes N] [--output KB]",
    least: 1,
    most: 1,
    run: async (context, words) => await (await edit()).limits(context, words),
  },
  versions: {
    usage: "scenario versions NAME",
    least: 1,
    most: 1,
    run: async (context, words) => await (await look()).versions(context, words),
  },
  diff: {
    usage: "scenario diff NAME OLD [NEW]",
    least: 2,
    most: 3,
    run: async (context, words) => await (await look()).diff(context, words),
  },
  restore: {
    usage: "scenario restore NAME VERSION",
    least: 2,
    most: 2,
    run: async (context, words) => await (await edit()).restore(context, words),
  },
  cancel: {
    usage: "scenario cancel NAME",
    least: 1,
    most: 1,
    run: async (context, words) => await (await edit()).cancel(context, words),
  },
  remove: {
    usage: "scenario remove NAME",
    least: 1,
    most: 1,
    run: async (context, words) => await (await edit()).remove(context, words),
  },
  files: {
    usage: "scenario files RUN [--out DIR]",
    least: 1,
    most: 1,
    run: async (context, words) => await (await look()).files(context, words),
  },
  stub: {
    usage: "scenario stub",
    least: 0,
    most: 0,
    run: async (context) => await (await look()).stub(context),
  },
};

/** `carillon scenario …`: the school's own scenarios, written in Python. */
export const scenario: Command = {
  name: "scenario",
  summary: say("Les scénarios de l'école, écrits en Python.", "The school's own scenarios, written in Python."),
  usage: Object.values(verbs).map((verb) => verb.usage),
  options: {
    file: { type: "string", value: "FILE.py", about: say("Le code.", "The code.") },
    title: {
      type: "string",
      value: "TITLE",
      about: say("Le titre d'un nouveau scénario.", "The title of a new scenario."),
    },
    note: { type: "string", value: "NOTE", about: say("Pourquoi cette version.", "Why this version.") },
    out: {
      type: "string",
      value: "DIR",
      about: say("Où écrire les fichiers d'une exécution.", "Where to write the files of a run."),
    },
    ...limitOptions(defaultLimits, limitBounds),
  },
  details: say(
    "« save » vérifie que c'est du Python et garde chaque version. « preview » montre sur les vraies données ce qui serait changé et envoyé, sans rien faire. « grant » donne exactement les droits nommés. « carillon run NAME » lance, « carillon scenarios set NAME --cron … » ou « --after … » programme. « stub » écrit ce qu'un éditeur doit lire pour compléter les noms. Le guide : docs/scenarios.",
    "`save` checks that it is Python and keeps every version. `preview` shows over the real data what would be changed and sent, and does nothing. `grant` gives exactly the permissions named. `carillon run NAME` runs it, `carillon scenarios set NAME --cron …` or `--after …` schedules it. `stub` writes what an editor reads to complete names. The guide: docs/scenarios.",
  ),
  words: { least: 0, most: 5 },
  run: async (context) => await runVerb(context, "scenario", verbs),
};
