import { inTransaction, type Db } from "#database/open.ts";
import type { Clock } from "#lib/clock.ts";
import type { Answer, Failure } from "#lib/failure.ts";
import { chatId, type ChatId } from "#lib/ids.ts";

import type { GroupNews } from "./follow-group.ts";
import { troubleOfRefusal } from "./group-rules.ts";
import { changeGroup, findGroup } from "./group-store.ts";
import { moveGroup } from "./move-group.ts";
import type { GroupSeen, TelegramGroupPort } from "./ports.ts";
import { heal, lose, onStanding, wholeSecond, type StateChange } from "./standing-rules.ts";
import type { GroupRow } from "./store.ts";

/** What looking at the groups came to. */
export interface GroupCheck {
  readonly looked: number;
  /** Set when Telegram could not be asked any more: the groups after that were not looked at. */
  readonly failure?: Failure;
}

/**
 * Asks Telegram how the bot stands in these groups and keeps what it says: for groups whose updates were missed,
 * and to see whether a remedy has helped. `tell` is called in the transaction of each change that is news.
 */
export async function checkGroups({
  db,
  clock,
  telegram,
  groups,
  mayLose = true,
  tell,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly telegram: TelegramGroupPort;
  readonly groups: readonly GroupRow[];
  /** False: only what the bot is and may do there is kept; that a group is lost is left to the sending. */
  readonly mayLose?: boolean;
  readonly tell: (tx: Db, news: GroupNews) => Promise<void>;
}): Promise<GroupCheck> {
  const bot = await telegram.readBot();
  if (bot.kind !== "done") return { looked: 0, failure: bot.failure };
  let looked = 0;
  for (const group of groups) {
    const answer = await lookAt(telegram, group.chatId as ChatId);
    if (answer.kind !== "done" && !saysSomething(answer.failure)) return { looked, failure: answer.failure };
    looked += 1;
    if (answer.kind === "done" || mayLose) {
      await keep({ db, clock, group, answer, readsAll: bot.value.readsAll, tell });
    }
  }
  return { looked };
}

/** A group that moved is looked at where it is now. */
async function lookAt(telegram: TelegramGroupPort, chat: ChatId): Promise<Answer<GroupSeen>> {
  const answer = await telegram.readGroup(chat);
  if (answer.kind !== "refused" || answer.failure.code !== "telegram.migrated") return answer;
  const moved = chatId(answer.failure.place ?? "");
  return moved === undefined ? answer : await telegram.readGroup(moved);
}

function saysSomething({ code }: Failure): boolean {
  return troubleOfRefusal(code) !== undefined;
}

async function keep({
  db,
  clock,
  group,
  answer,
  readsAll,
  tell,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly group: GroupRow;
  readonly answer: Answer<GroupSeen>;
  readonly readsAll: boolean;
  readonly tell: (tx: Db, news: GroupNews) => Promise<void>;
}): Promise<void> {
  const now = clock.now();
  await inTransaction(db, async (tx) => {
    if (answer.kind === "done") {
      const moved = await moveGroup({ db: tx, now, group, to: answer.value.chatId });
      if (moved !== undefined) await tell(tx, { kind: "migrated", group: moved });
    }
    // Read again: an update may have been taken in while Telegram was asked.
    const current = await findGroup(tx, group.id);
    if (current === undefined) return;
    const { change, kind } = whatIsSeen(current, answer, { readsAll, now });
    await changeGroup(tx, group.id, change);
    if (kind !== undefined) await tell(tx, { kind, group: { ...current, ...change } });
  });
}

function whatIsSeen(
  group: GroupRow,
  answer: Answer<GroupSeen>,
  { readsAll, now }: { readonly readsAll: boolean; readonly now: Temporal.Instant },
): StateChange {
  if (answer.kind === "done") {
    const { standing, title } = answer.value;
    return onStanding(group, { standing, at: wholeSecond(now), title, readsAll });
  }
  const trouble = troubleOfRefusal(answer.failure.code);
  return trouble === undefined ? heal(group) : lose(group, trouble, answer.failure, now);
}
