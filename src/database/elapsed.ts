import { systemClock } from "#lib/clock.ts";

/**
 * Starts measuring; what it returns gives the milliseconds since.
 *
 * Always by the machine's clock: the database is a real process even where a test moves the program's time.
 */
export function startTimer(): () => number {
  const start = systemClock.now().epochMilliseconds;
  return () => systemClock.now().epochMilliseconds - start;
}
