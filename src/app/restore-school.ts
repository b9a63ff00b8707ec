import { basename } from "node:path";

import { makeBackup } from "#database/backup/make-backup.ts";
import type { CheckedBackup } from "#database/backup/read-backup.ts";
import { checkOrigin, restoreBackup } from "#database/backup/restore-backup.ts";
import { verifyBackup } from "#database/backup/verify-backup.ts";
import { withGateClosed } from "#database/gate.ts";
import type { Db, OpenDatabase } from "#database/open.ts";
import { isInUse } from "#database/reset.ts";
import { endAllLogins } from "#features/accounts/store.ts";
import { recordChange } from "#features/audit/record-change.ts";
import { holdOverdue } from "#features/messages/bulk-store.ts";
import type { RestoreStep } from "#features/school/restore-rules.ts";
import { addRestore } from "#features/school/restore-store.ts";
import { settingPurpose } from "#features/school/settings-rules.ts";
import { listStoredSettings } from "#features/school/settings-store.ts";
import { keyDiffersFromBackup, somebodyStayed } from "#features/school/texts.ts";
import type { Clock } from "#lib/clock.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";
import { keyMark, type SealedBox } from "#lib/sealed-box.ts";

/** What a restore did. */
export interface RestoredSchool {
  /** Rows put in, of all tables together. */
  readonly rows: number;
  /** Messages whose hour had passed, held for a person to decide. */
  readonly held: number;
  /** The file that holds what was there before; absent when there was nothing. */
  readonly wayBack: string | undefined;
  /** Why the way back could not be proved by restoring it. */
  readonly wayBackUnproved: Failure | undefined;
}

/** How many backups a restore leaves in the folder: none is put out for it. */
const keepAll = 1_000;

/** Those inside need five seconds to leave, and a machine that vanished is gone after twenty-five. */
const leavingMs = 30_000;

/**
 * Puts a whole backup in the place of all that the database holds, while Carillon runs or not.
 *
 * It is tried on the side first. Then every process of the database leaves its work and nothing is sent; what is there
 * is saved to a file, and replaced in one transaction; then they come in again. Everybody is signed out, and planned
 * messages whose hour has passed are held. Refused, with nothing changed, when the backup comes from a newer program, was
 * sealed with another key, or when somebody does not leave. `database` must be the caller's own, and not an app's.
 */
export async function restoreSchool({
  id,
  database,
  backup,
  folder,
  box,
  clock,
  by,
  anyKey = false,
  patienceMs = leavingMs,
  step,
}: {
  /** Of the row that tells of this restore. */
  readonly id: string;
  readonly database: OpenDatabase;
  readonly backup: CheckedBackup;
  /** Where what is there now is saved. */
  readonly folder: string;
  readonly box: SealedBox;
  readonly clock: Clock;
  readonly by: string;
  /** Takes a backup whose secrets do not open here: what was sealed is then to be given again. */
  readonly anyKey?: boolean;
  /** How long those inside are waited for, in milliseconds. */
  readonly patienceMs?: number;
  readonly step: (step: RestoreStep) => Promise<void>;
}): Promise<Result<RestoredSchool>> {
  const refused = refuseBackup(backup, anyKey ? undefined : box);
  if (refused !== undefined) return failed(refused);
  const startedAt = clock.now();
  await step("proving");
  const look = async (db: Db) => (anyKey ? undefined : await refuseSecrets(db, box, backup));
  const proved = await verifyBackup({ connection: database.connectionConfig, backup, look });
  // Where no database may be made on the side, the transaction itself is the proof.
  if (!proved.ok && proved.failure.code !== "backup.not-verified") return proved;

  await step("leaving");
  const done = await withGateClosed({ database, patienceMs }, async (client): Promise<Result<RestoredSchool>> => {
    const saved = await saveWayBack({ database, folder, box, clock });
    if (!saved.ok) return saved;
    const wayBack = saved.value === undefined ? undefined : basename(saved.value.path);
    let held = 0;
    const restored = await restoreBackup({
      client,
      backup,
      async settle(tx) {
        const shut = await look(tx);
        if (shut !== undefined) return shut;
        const now = clock.now();
        await endAllLogins(tx);
        held = await holdOverdue(tx, now);
        const file = basename(backup.path);
        await addRestore(tx, {
          id,
          file,
          takenAt: Temporal.Instant.from(backup.header.takenAt),
          by,
          startedAt,
          step: "done",
          endedAt: now,
          wayBack: wayBack ?? null,
          rows: rowsOf(backup),
          held,
        });
        const before = wayBack === undefined ? undefined : { wayBack };
        await recordChange({ db: tx, now, by, action: "backup.restored", subject: file, before, after: { held } });
        return undefined;
      },
    });
    if (!restored.ok) return restored;
    return ok({ rows: rowsOf(backup), held, wayBack, wayBackUnproved: saved.value?.unproved });
  });
  return done === "occupied" ? failed(somebodyStayed) : done;
}

/** Why a backup cannot be restored here, as far as the file itself tells; without `box` its key does not matter. */
export function refuseBackup(backup: CheckedBackup, box: SealedBox | undefined): Failure | undefined {
  const known = checkOrigin(backup);
  if (!known.ok) return known.failure;
  const { key } = backup.header;
  return box === undefined || key === undefined || key === keyMark(box)
    ? undefined
    : keyDiffersFromBackup(basename(backup.path));
}

/** Older backups do not name their key: then what they hold is tried. */
async function refuseSecrets(db: Db, box: SealedBox, backup: CheckedBackup): Promise<Failure | undefined> {
  const sealed = (await listStoredSettings(db)).filter((row) => row.sealed);
  const isShut = sealed.some(({ name, value }) => box.open(value, settingPurpose(name)) === undefined);
  return isShut ? keyDiffersFromBackup(basename(backup.path)) : undefined;
}

async function saveWayBack({
  database,
  folder,
  box,
  clock,
}: {
  readonly database: OpenDatabase;
  readonly folder: string;
  readonly box: SealedBox;
  readonly clock: Clock;
}) {
  if (!(await isInUse(database))) return ok(undefined);
  return await makeBackup({ database, folder, keep: keepAll, now: clock.now(), key: keyMark(box) });
}

function rowsOf(backup: CheckedBackup): number {
  return Object.values(backup.footer.rows).reduce((sum, count) => sum + count, 0);
}
