import type { Clock } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";

/** Longest pause that Zoom may ask for in the middle of a run, in milliseconds. */
const longestPause = 60_000;
/** How often a pause is obeyed before the session is left for the next run. */
const mostPauses = 5;

/** Waits as long as Zoom asks, within reason, and asks again: a refusal for pace created nothing. */
export async function obeyPauses<T>({
  clock,
  ask,
}: {
  readonly clock: Clock;
  readonly ask: () => Promise<Answer<T>>;
}): Promise<Answer<T>> {
  let answer = await ask();
  for (let pauses = 0; pauses < mostPauses; pauses += 1) {
    if (answer.kind !== "refused" || answer.retryAfterMs === undefined || answer.retryAfterMs > longestPause) break;
    await clock.sleep(answer.retryAfterMs);
    answer = await ask();
  }
  return answer;
}
