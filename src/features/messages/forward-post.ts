import type { Db } from "#database/open.ts";
import type { GroupRow } from "#features/roster/store.ts";
import { isBefore, type Instant } from "#lib/clock.ts";

import { planMessage } from "./plan-message.ts";
import type { WakeSender } from "./ports.ts";

/** A post older than this, in hours, is not passed on: the program was down. */
const worthHours = 12;

/** Passes a channel's post on to groups, with its origin shown; once however often its update comes. */
export async function forwardPost({
  db,
  now,
  wake,
  groups,
  post,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly groups: readonly GroupRow[];
  readonly post: { readonly chatId: string; readonly messageId: string; readonly at: Instant };
}): Promise<void> {
  const expiresAt = post.at.add({ hours: worthHours });
  if (!isBefore(now, expiresAt)) return;
  for (const group of groups.filter((each) => each.active && each.chatId !== post.chatId)) {
    await planMessage({
      db,
      now,
      wake,
      message: {
        kind: "forward",
        key: `${post.chatId} ${post.messageId}`,
        to: { group },
        content: { form: "forward", fromChat: post.chatId, messageIds: [post.messageId] },
        language: group.language,
        dueAt: now,
        expiresAt,
      },
    });
  }
}
