import { inTransaction, type Db } from "#database/open.ts";
import type { School } from "#features/school/rules.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { renderDigest } from "./digest-rules.ts";
import { countEnds, countStanding, findLastDigest, listFailures } from "./digest-store.ts";
import { planMessage } from "./plan-message.ts";
import type { WakeSender } from "./ports.ts";
import { dayIn, timeIn } from "./reminder-rules.ts";

/** A digest older than this says nothing new, in hours. */
const worthHours = 24;
/** How far the first digest looks back, in hours. */
const firstLooksBack = 24;

/**
 * Tells the admin what became of the messages since the last digest: sent, failed with reasons and remedies,
 * uncertain, held. One digest an occurrence of a run, however often that is taken up again.
 */
export async function writeDigest({
  db,
  now,
  wake,
  adminChat,
  school,
  scenario,
  title,
  slot,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly adminChat: ChatId;
  readonly school: School;
  readonly scenario: string;
  readonly title: Bilingual;
  /** The occurrence that the run answers for. */
  readonly slot: Instant;
}): Promise<void> {
  const key = `${scenario} ${slot.toString({ smallestUnit: "second" })}`;
  const { language, timeZone: zone } = school;
  await inTransaction(db, async (tx) => {
    const since = (await findLastDigest(tx, key)) ?? now.subtract({ hours: firstLooksBack });
    const html = renderDigest(language, {
      school: school.name,
      title,
      when: `${dayIn(language, slot, zone)}, ${timeIn(language, slot, zone)}`,
      mode: school.mode.kind,
      ends: await countEnds(tx, since),
      ...(await countStanding(tx, now)),
      failures: await listFailures(tx, since),
    });
    await planMessage({
      db: tx,
      now,
      wake,
      message: {
        kind: "digest",
        key,
        to: { chat: adminChat },
        content: { form: "text", html },
        language,
        dueAt: now,
        expiresAt: now.add({ hours: worthHours }),
      },
    });
  });
}
