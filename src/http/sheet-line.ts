import type { SheetRow } from "#features/participation/register-store.ts";

/** A line of the attendance register as the page gets it. */
export function sheetLine({ groupId: _group, coachId: _coach, endsAt: _end, startsAt, ...row }: SheetRow) {
  return { ...row, startsAt: startsAt.toString() };
}
