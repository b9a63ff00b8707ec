import type { Db } from "#database/open.ts";
import { readPrivateMessages } from "#features/messages/privacy-store.ts";
import { readTraces } from "#features/participation/privacy-store.ts";
import { listSheet } from "#features/participation/register-store.ts";
import { readRankingTraces } from "#features/rankings/privacy-store.ts";
import { listIdentities, listMemberships, listRowsOf } from "#features/roster/student-store.ts";

/** Everything that Carillon holds of a student, as one document for them. No text of a group message is held. */
export async function exportStudent({ db, studentId }: { readonly db: Db; readonly studentId: string }) {
  const rows = await listRowsOf(db, [studentId]);
  const ids = rows.map((row) => row.id);
  const identities = await listIdentities(db, ids);
  const chats = identities.filter((one) => one.kind === "telegram").map((one) => one.value);
  return {
    student: rows,
    identities,
    groups: await listMemberships(db, ids),
    attendance: await listSheet(db, { studentId }),
    participation: await readTraces(db, ids),
    rankings: await readRankingTraces(db, ids),
    privateMessages: await readPrivateMessages(db, chats),
  };
}
