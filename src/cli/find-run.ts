import type { Db } from "#database/open.ts";
import type { RunRow } from "#features/scenarios/store.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

/** The run with the number that a person wrote; fails with `run.unknown` when there is none, or no database yet. */
export async function findRunNumbered(db: Db | undefined, written: string): Promise<Result<RunRow>> {
  const { findRunByNumber } = await import("#features/scenarios/store.ts");
  const found = db && /^\d{1,15}$/.test(written) ? await findRunByNumber(db, Number(written)) : undefined;
  if (found !== undefined) return ok(found);
  return failed({
    code: "run.unknown",
    what: say(`Il n'y a pas d'exécution numéro ${written}.`, `There is no run number ${written}.`),
    remedy: say("« carillon runs » donne les numéros.", "`carillon runs` gives the numbers."),
    place: `#${written}`,
  });
}
