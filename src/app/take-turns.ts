import type { Clock } from "#lib/clock.ts";
import type { App } from "./parts.ts";

/** How long to wait for another process that does the same work, in milliseconds, before looking again. */
const turnMs = 2_000;

/**
 * Does `work` when no other process does the work of that name.
 *
 * A process that stands still for half a minute counts as dead to the queue, which gives its job to another one; should
 * it wake, both would work. The lock keeps the second one waiting until the first has really ended. Throws when `closing`
 * aborts before its turn: the job then comes back.
 */
export async function takeTurns<T>(
  { alone, clock }: Pick<App, "alone"> & { readonly clock: Clock },
  name: string,
  closing: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  while (!closing.aborted) {
    const done = await alone(name, async () => ({ value: await work() }));
    if (done !== "taken") return done.value;
    await clock.sleep(turnMs, closing);
  }
  throw new Error(`${name} was stopped before its turn`);
}
