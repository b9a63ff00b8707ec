import { join, say, type Bilingual } from "#lib/bilingual.ts";
import { causeOf, type Failure } from "#lib/failure.ts";

import type { MissedState } from "./missed-rules.ts";
import { builtInNames } from "./rules.ts";

export function unknownScenario(name: string): Failure {
  return {
    code: "scenario.unknown",
    what: say(`Il n'y a pas de scénario « ${name} ».`, `There is no scenario "${name}".`),
    remedy: say(`Les scénarios sont : ${builtInNames.join(", ")}.`, `The scenarios are: ${builtInNames.join(", ")}.`),
  };
}

/** There is nothing to put back: it was not removed, or code saved under its name brought it back. */
export function notRemoved(name: string): Failure {
  return {
    code: "scenario.not-removed",
    what: say(
      `Il n'y a pas de scénario « ${name} » qui ait été retiré.`,
      `There is no scenario "${name}" that was removed.`,
    ),
    remedy: say("La page Scénarios montre ceux qui sont là.", "The Scenarios page shows those that are there."),
  };
}

/** `cron` is no schedule; `cause`: what the reader of such expressions says. */
export function notASchedule(cron: string, cause: string): Failure {
  return {
    code: "scenario.schedule",
    what: say(
      `« ${cron} » n'est pas un horaire que Carillon comprend.`,
      `"${cron}" is not a schedule that Carillon understands.`,
    ),
    remedy: say(
      "Donnez cinq champs : minute heure jour mois jour-de-semaine. Chaque jour à 8:00 s'écrit « 0 8 * * * ».",
      "Give five fields: minute hour day month weekday. Every day at 8:00 is `0 8 * * *`.",
    ),
    cause,
  };
}

/** Nobody knows the run. */
export function noSuchRun(id: string): Failure {
  return {
    code: "scenario.no-run",
    what: say("Cette exécution n'existe pas.", "This run does not exist."),
    remedy: say("Rechargez la liste des exécutions.", "Load the list of runs again."),
    place: id.slice(0, 60),
  };
}

/** A throw is a surprise: a defect of ours, told without hiding it. */
export function surprise(error: unknown): Failure {
  return {
    code: "scenario.surprise",
    what: say(
      "Carillon a rencontré une erreur qu'il n'attendait pas ; rien n'est resté à moitié fait.",
      "Carillon met an error that it did not expect; nothing was left half done.",
    ),
    remedy: say(
      "Relancez le scénario ; si l'erreur revient, envoyez la cause technique à la personne qui entretient Carillon.",
      "Run the scenario again; if the error returns, send the technical cause to the person who looks after Carillon.",
    ),
    cause: error instanceof Error && error.stack !== undefined ? `${causeOf(error)}\n${error.stack}` : causeOf(error),
  };
}

export const disabled = say(
  "Le scénario est désactivé : rien n'a été fait.",
  "The scenario is disabled: nothing was done.",
);

export function takenUpAgain(attempt: number): Bilingual {
  return say(
    `Le programme ou la base s'était arrêté pendant cette exécution : elle reprend (essai ${attempt}).`,
    `The program or the database had stopped during this run: it is taken up again (try ${attempt}).`,
  );
}

/** What the admin reads of a run that does not come to its end, once. */
export function cutOffAlarm(title: Bilingual, attempt: number): Bilingual {
  return say(
    `« ${title.fr} » a déjà été interrompue ${attempt - 1} fois et recommence. Regardez son journal ; si la base de données ou le disque va bien, demandez de l'aide en donnant le journal technique.`,
    `"${title.en}" was cut off ${attempt - 1} times already and starts over. Look at its log; if the database and the disk are well, ask for help and hand over the technical log.`,
  );
}

export function triedAgain(minutes: number): Bilingual {
  return say(`Nouvel essai dans ${minutes} minutes.`, `Another try in ${minutes} minutes.`);
}

/** What the admin reads when a run failed. */
export function alarm(title: Bilingual, failure: Failure): Bilingual {
  return say(
    `« ${title.fr} » a échoué. ${failure.what.fr} ${failure.remedy.fr}`,
    `"${title.en}" failed. ${failure.what.en} ${failure.remedy.en}`,
  );
}

/** What the admin reads when a run left rows behind. */
export function partialAlarm(title: Bilingual, failedRows: number): Bilingual {
  return say(
    `« ${title.fr} » s'est terminé avec ${failedRows} échec(s). Le journal de l'exécution dit lesquels et que faire.`,
    `"${title.en}" ended with ${failedRows} failure(s). The run's log says which and what to do.`,
  );
}

/** Why a custom scenario cannot be as it was asked for. */
export function refusedDefinition(name: string, why: Bilingual): Failure {
  return {
    code: "scenario.refused",
    what: why,
    remedy: say("Corrigez-le et recommencez.", "Correct it and try again."),
    place: name.slice(0, 60),
  };
}

/** Somebody begins a scenario whose name another one has. */
export function taken(name: string): Failure {
  return {
    code: "scenario.taken",
    what: say(`Il y a déjà un scénario « ${name} ».`, `There is a scenario "${name}" already.`),
    remedy: say("Donnez un autre nom, ou ouvrez celui-là.", "Give another name, or open that one."),
    place: name,
  };
}

/** Somebody wants to cancel what is not under way. */
export function notRunning(name: string): Failure {
  return {
    code: "scenario.not-running",
    what: say(`« ${name} » n'est pas en cours d'exécution.`, `"${name}" is not running.`),
    remedy: say("« carillon runs » montre ce qui tourne.", "`carillon runs` shows what is running."),
    place: name,
  };
}

/** What the admin reads when a run did not happen. `at` is its hour as a person says it. */
export function missedAlarm(title: Bilingual, at: string, state: MissedState, isEngineAlive: boolean): Bilingual {
  const what: Readonly<Record<MissedState, Bilingual>> = {
    "not begun": say(
      `« ${title.fr} » devait commencer à ${at} et n'a pas eu lieu.`,
      `"${title.en}" was to begin at ${at} and did not happen.`,
    ),
    "cut off": say(
      `« ${title.fr} » de ${at} a été coupé avant la fin.`,
      `"${title.en}" of ${at} was cut off before its end.`,
    ),
    "not ended": say(
      `« ${title.fr} » de ${at} n'est pas fini une heure après.`,
      `"${title.en}" of ${at} has not ended an hour later.`,
    ),
  };
  const remedy = isEngineAlive
    ? say(
        "Carillon tourne, mais n'avance pas : « carillon doctor » dit pourquoi ; sinon arrêtez-le et relancez « carillon start ».",
        "Carillon runs, but does not get on: `carillon doctor` says why; else stop it and start `carillon start` again.",
      )
    : say(
        "Carillon ne tourne pas : relancez « carillon start ». Ce qui a encore un sens sera rattrapé tout seul.",
        "Carillon does not run: start `carillon start` again. What still makes sense is made up for by itself.",
      );
  return join(what[state], remedy);
}

/** What the admin reads when the watching process cannot even ask. */
export function blindAlarm(failure: Failure): Bilingual {
  return join(
    say(
      "La surveillance ne peut plus lire la base de Carillon : elle ne sait pas si les messages partent.",
      "The watch can no longer read Carillon's database: it does not know whether messages leave.",
    ),
    failure.what,
    failure.remedy,
  );
}

/** Other scenarios run after this one. */
export function isFollowed(name: string, followers: readonly string[]): Failure {
  const list = followers.join(", ");
  return {
    code: "scenario.followed",
    what: say(
      `« ${name} » ne peut pas être retiré : ${list} le suit.`,
      `"${name}" cannot be removed: ${list} runs after it.`,
    ),
    remedy: say("Donnez d'abord à celui-là un autre départ.", "Give that one another start first."),
    place: name,
  };
}

/** A chain that comes back to its start would never end. */
export function roundForEver(name: string, after: string): Failure {
  return {
    code: "scenario.round",
    what: say(
      `« ${name} » ne peut pas suivre « ${after} », qui le suit déjà : la chaîne tournerait sans fin.`,
      `"${name}" cannot follow "${after}", which follows it already: the chain would run round for ever.`,
    ),
    remedy: say("Choisissez un autre scénario, ou un horaire.", "Choose another scenario, or a schedule."),
    place: name,
  };
}
