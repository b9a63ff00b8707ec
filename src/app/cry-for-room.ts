import { say } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { App } from "./parts.ts";
import { tellDirectly } from "./tell-directly.ts";

/** How often the admin is told while it lasts. */
const hoursBetween = 6;

const noRoom = say(
  "Le disque de la base de données est plein : rien ne peut plus être enregistré ni envoyé. Libérez de la place sur ce disque ; rien de ce qui était enregistré n'est perdu, et le travail reprend tout seul.",
  "The database's disk is full: nothing can be saved or sent any more. Free some room on that disk; nothing that was saved is lost, and the work goes on by itself.",
);

/**
 * Gives what hears of the jobs that the database cut off: when its disk is full nothing can be written, a word for the
 * outbox neither, so the admin is told past it.
 */
export function cryForRoom(
  appOf: () => Pick<App, "config" | "services" | "clock">,
  isDiskFull: () => Promise<boolean>,
) {
  let quietUntil: Instant | undefined;
  return async (failure: Failure): Promise<void> => {
    const { config, services, clock } = appOf();
    const { telegram } = services;
    if (telegram === undefined) return;
    // PostgreSQL stops altogether when its log of writes finds no room: then it is only gone.
    const isRoomWanted =
      failure.code === "database.disk-full" || (failure.code === "database.gone" && (await isDiskFull()));
    if (!isRoomWanted) return;
    const now = clock.now();
    if (quietUntil !== undefined && isBefore(now, quietUntil)) return;
    quietUntil = now.add({ hours: hoursBetween });
    const unheard = await tellDirectly({ config, telegram }, noRoom);
    if (unheard !== undefined) quietUntil = undefined;
  };
}
