import type { Limits } from "#features/scenarios/custom-rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";

import type { Options, Values } from "./command.ts";

/** The option of each limit, and what it bounds. */
export const limitWords: Readonly<Record<keyof Limits, { readonly option: string; readonly about: Bilingual }>> = {
  seconds: { option: "seconds", about: say("Secondes d'une exécution", "Seconds of a run") },
  memoryMegabytes: { option: "memory", about: say("Mégaoctets de mémoire", "Megabytes of memory") },
  calls: { option: "calls", about: say("Questions à Carillon", "Questions to Carillon") },
  messages: { option: "messages", about: say("Messages", "Messages") },
  changes: { option: "changes", about: say("Changements", "Changes") },
  outputKilobytes: { option: "output", about: say("Kilo-octets de journal", "Kilobytes of log") },
};

/** One option a limit, with its default and its bounds in help. */
export function limitOptions(
  defaults: Limits,
  bounds: Readonly<Record<keyof Limits, readonly [number, number]>>,
): Options {
  return Object.fromEntries(
    Object.entries(limitWords).map(([limit, { option, about }]) => {
      const key = limit as keyof Limits;
      const [least, most] = bounds[key];
      const range = `${defaults[key]} ; ${least}–${most}`;
      return [option, { type: "string", value: "N", about: say(`${about.fr} (${range}).`, `${about.en} (${range}).`) }];
    }),
  );
}

/** The limits that the command line names; a value that is no whole number becomes `NaN`, which no bound allows. */
export function limitsGiven(values: Values): Partial<Limits> {
  return Object.fromEntries(
    Object.entries(limitWords).flatMap(([limit, { option }]) => {
      const written = values[option];
      if (typeof written !== "string") return [];
      return [[limit, /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN]];
    }),
  );
}
