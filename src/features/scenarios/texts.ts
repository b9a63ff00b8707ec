import { say, type Bilingual } from "#lib/bilingual.ts";
import { causeOf, type Failure } from "#lib/failure.ts";

import { builtInNames } from "./rules.ts";

export function unknownScenario(name: string): Failure {
  return {
    code: "scenario.unknown",
    what: say(`Il n'y a pas de scénario « ${name} ».`, `There is no scenario "${name}".`),
    remedy: say(`Les scénarios sont : ${builtInNames.join(", ")}.`, `The scenarios are: ${builtInNames.join(", ")}.`),
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

/** Somebody wants to cancel what is not under way. */
export function notRunning(name: string): Failure {
  return {
    code: "scenario.not-running",
    what: say(`« ${name} » n'est pas en cours d'exécution.`, `"${name}" is not running.`),
    remedy: say("« carillon runs » montre ce qui tourne.", "`carillon runs` shows what is running."),
    place: name,
  };
}
