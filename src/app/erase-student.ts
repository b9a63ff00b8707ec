import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import { forgetInAudit } from "#features/audit/store.ts";
import { forgetZoomEventsOf } from "#features/meetings/event-store.ts";
import { forgetInMessages } from "#features/messages/privacy-store.ts";
import { forgetTraces, listSeenAs } from "#features/participation/privacy-store.ts";
import { forgetInRankings, listRankedNames } from "#features/rankings/privacy-store.ts";
import { forgetInRoster, listIdentities, listMemberships, listRowsOf } from "#features/roster/student-store.ts";
import { forgetInLog } from "#features/scenarios/privacy-store.ts";
import { say, type Language } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";

/** What stands where an erased student's name stood. */
const erasedName = say("Ancien élève", "Former student");

/**
 * Erases a student on request, in one transaction: names, identities, groups, private messages and everybody's words
 * about them go; what they did and the ledger stay under a row without a name, so that sums and the others' ranks
 * are what they were. It cannot be undone. What Telegram has delivered stays in the groups' chats.
 */
export async function eraseStudent({
  db,
  now,
  by,
  studentId,
  language,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly by: Actor;
  /** A person's own row, not one that was merged into another. */
  readonly studentId: string;
  readonly language: Language;
}): Promise<void> {
  await inTransaction(db, async (tx) => {
    const rows = await listRowsOf(tx, [studentId]);
    const ids = rows.map((row) => row.id);
    const known = await listIdentities(tx, ids);
    const valuesOf = (kind: string) => known.filter((one) => one.kind === kind).map((one) => one.value);
    const chatIds = valuesOf("telegram");
    const label = erasedName[language];
    const own = [...rows.map((row) => row.displayName), ...valuesOf("zoom name")];
    const names = [...new Set([...own, ...(await listRankedNames(tx, ids))])].filter((name) => name !== label);
    const groupIds = [...new Set((await listMemberships(tx, ids)).map((one) => one.groupId))];
    const actors = chatIds.map((id) => `telegram:${id}`);

    const seen = await listSeenAs(tx, ids);
    await forgetZoomEventsOf(tx, {
      names: [...names, ...seen.names],
      emails: [...valuesOf("e-mail"), ...seen.emails],
    });
    await forgetTraces(tx, { studentIds: ids, names, emails: valuesOf("e-mail"), actors, now });
    await forgetInMessages(tx, { chatIds, names, groupIds, label, now });
    await forgetInRankings(tx, ids, label);
    await forgetInLog(tx, names, label);
    await forgetInRoster(tx, ids, label, now);
    await forgetInAudit(tx, { actors, subjects: ids });
    await recordChange({ db: tx, now, by, action: "student.erase", subject: studentId });
  });
}
