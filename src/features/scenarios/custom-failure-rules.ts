import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import { lastStep, stoppedWords, type Limits } from "./custom-rules.ts";
import { tracebackOf, type PythonEnd } from "./python-rules.ts";

const nothingDone = say("Rien n'a été changé ni envoyé.", "Nothing was changed and nothing was sent.");

/** Why a scenario's run failed; `undefined` when it returned `(True, message)`. */
export function failureOf(name: string, end: PythonEnd, limits: Limits): Failure | undefined {
  switch (end.how) {
    case "returned":
      return end.success ? undefined : saidNo(name, end.message);
    case "raised":
      return end.type === "MemoryError" ? outOfMemory(name, end, limits) : raised(name, end);
    case "syntax":
      return notPython(name, end);
    case "stopped":
      return stopped(name, end, limits);
    case "wrong-return":
      return wrongReturn(name, end.shown);
    case "no-function":
    case "checked":
      return noFunction(name);
  }
}

function saidNo(name: string, message: string): Failure {
  return {
    code: "scenario.said-no",
    what: say(
      `« ${name} » dit qu'il n'a pas réussi : ${message} ${nothingDone.fr}`,
      `"${name}" says that it did not succeed: ${message} ${nothingDone.en}`,
    ),
    remedy: say("Le journal de l'exécution dit pourquoi.", "The run's log says why."),
    place: name,
  };
}

function raised(name: string, end: Extract<PythonEnd, { how: "raised" }>): Failure {
  const step = lastStep(end.steps);
  const at =
    step === undefined ? say("", "") : say(`, ligne ${step.line} (${step.text})`, `, line ${step.line} (${step.text})`);
  const error = end.message === "" ? end.type : `${end.type}: ${end.message}`;
  return {
    code: "scenario.python-error",
    what: say(
      `« ${name} » s'est arrêté sur une erreur${at.fr} : ${error}. ${nothingDone.fr}`,
      `"${name}" stopped on an error${at.en}: ${error}. ${nothingDone.en}`,
    ),
    remedy: remedyOfError(name, end.type),
    place: step === undefined ? name : `${name}:${step.line}`,
    cause: tracebackOf(end, name),
  };
}

function remedyOfError(name: string, type: string): Bilingual {
  if (type === "ModuleNotFoundError") return onlyTheLibrary;
  return type === "PermissionDenied" ? grantIt(name) : correctThisLine;
}

function grantIt(name: string): Bilingual {
  return say(
    `Donnez-lui cette permission sur sa page, ou par « carillon scenario grant ${name} … », si elle doit l'avoir.`,
    `Grant it this permission on its page, or with \`carillon scenario grant ${name} …\`, if it is to have it.`,
  );
}

const correctThisLine = say(
  "Corrigez cette ligne, puis essayez avec « carillon scenario preview ».",
  "Correct this line, then try it with `carillon scenario preview`.",
);

const onlyTheLibrary = say(
  "Un scénario a la bibliothèque standard de Python et les noms de Carillon ; aucun paquet ne s'y ajoute. Ôtez cet import, ou corrigez son nom.",
  "A scenario has Python's standard library and Carillon's names; no package can be added. Take this import out, or correct its name.",
);

/** Python found no more memory: the limit, felt from within. */
function outOfMemory(name: string, end: Extract<PythonEnd, { how: "raised" }>, limits: Limits): Failure {
  const step = lastStep(end.steps);
  const told = stopped(name, { how: "stopped", by: "memory", cause: tracebackOf(end, name) }, limits);
  return step === undefined ? told : { ...told, place: `${name}:${step.line}` };
}

/** The code is not Python. */
export function notPython(name: string, end: Extract<PythonEnd, { how: "syntax" }>): Failure {
  const line = end.line === undefined ? say("", "") : say(`, ligne ${end.line}`, `, line ${end.line}`);
  const text = end.text === "" ? "" : `\n    ${end.text}`;
  return {
    code: "scenario.syntax",
    what: say(
      `Le code de « ${name} » n'est pas du Python${line.fr} : ${end.message}.${text}`,
      `The code of "${name}" is not Python${line.en}: ${end.message}.${text}`,
    ),
    remedy: say("Corrigez cette ligne et enregistrez de nouveau.", "Correct this line and save again."),
    place: end.line === undefined ? name : `${name}:${end.line}${end.column === undefined ? "" : `:${end.column}`}`,
    cause: `${end.type}: ${end.message}`,
  };
}

/** The code defines no `run_scenario`. */
export function noFunction(name: string): Failure {
  return {
    code: "scenario.no-function",
    what: say(
      `Le code de « ${name} » ne définit pas de fonction run_scenario().`,
      `The code of "${name}" defines no function run_scenario().`,
    ),
    remedy: say(
      'Écrivez « def run_scenario(): » (sans « async »), qui rend (True, "message") ou (False, "raison").',
      'Write `def run_scenario():` (without `async`), which returns (True, "message") or (False, "reason").',
    ),
    place: name,
  };
}

/** The scenario was taken away before its run began. */
export function gone(name: string): Failure {
  return {
    code: "scenario.gone",
    what: say(`Le code de « ${name} » n'est plus là.`, `The code of "${name}" is no longer there.`),
    remedy: say("Enregistrez-le de nouveau, ou désactivez le scénario.", "Save it again, or disable the scenario."),
    place: name,
  };
}

/** Carillon itself, or its machine, went down in the middle of the run. */
export function interrupted(name: string): Failure {
  return {
    code: "scenario.interrupted",
    what: say(
      `« ${name} » a été interrompu : Carillon ou sa machine s'est arrêté pendant l'exécution. ${nothingDone.fr}`,
      `"${name}" was interrupted: Carillon or its machine stopped during the run. ${nothingDone.en}`,
    ),
    remedy: say(
      "Il n'y a rien à faire : Carillon le relance dans une minute.",
      "There is nothing to do: Carillon runs it again in a minute.",
    ),
    place: name,
  };
}

function wrongReturn(name: string, shown: string): Failure {
  return {
    code: "scenario.wrong-return",
    what: say(
      `« ${name} » doit rendre (succès, message), par exemple (True, "12 messages") ; il a rendu ${shown}. ${nothingDone.fr}`,
      `"${name}" must return (success, message), such as (True, "12 messages"); it returned ${shown}. ${nothingDone.en}`,
    ),
    remedy: say(
      'Terminez run_scenario() par « return True, "ce qui a été fait" ».',
      'End run_scenario() with `return True, "what was done"`.',
    ),
    place: name,
  };
}

function stopped(name: string, end: Extract<PythonEnd, { how: "stopped" }>, limits: Limits): Failure {
  const why = stoppedWords[end.by];
  const amounts: Partial<Record<typeof end.by, string>> = {
    time: `${limits.seconds} s`,
    memory: `${limits.memoryMegabytes} MB`,
    calls: `${limits.calls}`,
    output: `${limits.outputKilobytes} kB`,
  };
  const amount = amounts[end.by] === undefined ? "" : ` (${amounts[end.by]})`;
  return {
    code: `scenario.stopped.${end.by}`,
    what: say(
      `« ${name} » a été arrêté : ${why.fr}${amount}. ${nothingDone.fr}`,
      `"${name}" was stopped: ${why.en}${amount}. ${nothingDone.en}`,
    ),
    remedy: remedyOf(end.by, name),
    place: name,
    ...(end.cause === "" ? {} : { cause: end.cause }),
  };
}

function remedyOf(by: Extract<PythonEnd, { how: "stopped" }>["by"], name: string): Bilingual {
  if (by === "cancelled" || by === "closing") {
    return say("Il n'y a rien à faire ; il pourra être relancé.", "There is nothing to do; it can be run again.");
  }
  if (by === "crash" || by === "forged" || by === "no-start") {
    return say(
      "Relancez-le ; si cela revient, montrez la cause technique à la personne qui entretient Carillon.",
      "Run it again; if it returns, show the technical cause to the person who looks after Carillon.",
    );
  }
  if (by === "starved") {
    return say(
      "Relancez-le quand la machine est moins occupée ; si cela revient, donnez-lui plus de mémoire (« carillon doctor » en dit la mesure).",
      "Run it again when the machine is less busy; if it returns, give the machine more memory (`carillon doctor` says how much there is).",
    );
  }
  return say(
    `Faites-lui faire moins, ou relevez sa limite : « carillon scenario limits ${name} ».`,
    `Let it do less, or raise its limit: \`carillon scenario limits ${name}\`.`,
  );
}
