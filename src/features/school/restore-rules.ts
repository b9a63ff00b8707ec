/** How far a restore is: the backup is tried on the side, the others leave, what is there is saved and replaced. */
export type RestoreStep = "proving" | "leaving" | "replacing" | "done";

/** What became of a restore. */
export type RestoreState = "under way" | "done" | "failed" | "interrupted";

/** What became of a restore; one that neither ended nor is at work was cut off, and then nothing was changed. */
export function stateOfRestore(
  row: { readonly endedAt: unknown; readonly failure: unknown },
  isAtWork: boolean,
): RestoreState {
  if (row.failure !== null) return "failed";
  if (row.endedAt !== null) return "done";
  return isAtWork ? "under way" : "interrupted";
}
