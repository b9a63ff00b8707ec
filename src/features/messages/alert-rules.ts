import type { Told } from "./rules.ts";

/** What a group has to be told of a session that is not as it was told; the most important, `undefined` for nothing. */
export function changeOf(told: Told, now: Told): "cancelled" | "restored" | "moved" | "substitute" | undefined {
  if (now.isCancelled) return told.isCancelled ? undefined : "cancelled";
  if (told.isCancelled) return "restored";
  if (!Temporal.Instant.from(told.startsAt).equals(Temporal.Instant.from(now.startsAt))) return "moved";
  return told.coach === now.coach ? undefined : "substitute";
}
