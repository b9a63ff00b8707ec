import { inTransaction, type Db } from "#database/open.ts";
import {
  ensureMembership,
  ensureStudent,
  findGroupByChat,
  migrateGroup,
  setGroupActive,
} from "#features/roster/store.ts";
import type { School } from "#features/school/rules.ts";
import type { Clock } from "#lib/clock.ts";
import type { Answer } from "#lib/failure.ts";

import type { Heard, TelegramHearPort } from "./ports.ts";
import { addHeardMessage, readHearing, writeHearing } from "./store.ts";
import { cannotWrite } from "./texts.ts";

/**
 * Asks Telegram once for what happened in the groups and counts it.
 *
 * The facts and the number of the next update are committed together, so an update that comes twice, or
 * again after a crash, changes nothing. Texts never come this far.
 */
export async function hearUpdates({
  db,
  clock,
  telegram,
  school,
  bot,
  waitSeconds,
  signal,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly telegram: TelegramHearPort;
  readonly school: School;
  /** Which bot's place in the stream of updates is kept. */
  readonly bot: string;
  readonly waitSeconds: number;
  readonly signal: AbortSignal;
}): Promise<Answer<number>> {
  const offset = await readHearing(db, bot);
  const answer = await telegram.hear(offset, waitSeconds, signal);
  if (answer.kind !== "done") return answer;
  const heard = answer.value;
  const last = heard.at(-1);
  if (last === undefined) return { kind: "done", value: 0 };
  await inTransaction(db, async (tx) => {
    for (const one of heard) await takeIn(tx, clock, school, one);
    await writeHearing(tx, bot, last.updateId + 1);
  });
  return { kind: "done", value: heard.length };
}

async function takeIn(db: Db, clock: Clock, school: School, heard: Heard): Promise<void> {
  if (heard.kind === "other") return;
  const group = await findGroupByChat(db, heard.chatId);
  // Only the timetable's groups count; finding new groups is the work of another day.
  if (group === undefined) return;
  const now = clock.now();
  if (heard.kind === "message") {
    const studentId = await ensureStudent(db, { kind: "telegram", value: heard.from.id, name: heard.from.name }, now);
    await ensureMembership(db, group.id, studentId, now);
    await addHeardMessage(db, {
      groupId: group.id,
      telegramMessageId: heard.messageId,
      studentId,
      at: heard.at,
      day: heard.at.toZonedDateTimeISO(school.timeZone).toPlainDate().toString(),
    });
  } else if (heard.kind === "migration") {
    if (group.chatId !== heard.newChatId) await migrateGroup(db, group.id, heard.chatId, heard.newChatId, now);
  } else {
    await setGroupActive(db, group.id, heard.canSend, heard.canSend ? null : cannotWrite);
  }
}
