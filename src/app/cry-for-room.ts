import { join } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { App } from "./parts.ts";
import { tellDirectly } from "./tell-directly.ts";

/** How often the admin is told while it lasts. */
const hoursBetween = 6;

/**
 * Gives what hears of the jobs that the database cut off: when its disk is full nothing can be written, a word for the
 * outbox neither, so the admin is told past it.
 */
export function cryForRoom({ config, services, clock }: Pick<App, "config" | "services" | "clock">) {
  let quietUntil: Instant | undefined;
  return async (failure: Failure): Promise<void> => {
    const { telegram } = services;
    if (failure.code !== "database.disk-full" || telegram === undefined) return;
    const now = clock.now();
    if (quietUntil !== undefined && isBefore(now, quietUntil)) return;
    quietUntil = now.add({ hours: hoursBetween });
    const unheard = await tellDirectly({ config, telegram }, join(failure.what, failure.remedy));
    if (unheard !== undefined) quietUntil = undefined;
  };
}
