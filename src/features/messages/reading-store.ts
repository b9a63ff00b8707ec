import { and, asc, count, desc, eq } from "drizzle-orm";

import type { Db } from "#database/open.ts";
import { groups } from "#features/roster/tables.ts";

import type { CorrectionRow } from "./correction-store.ts";
import type { MessageKind, MessageState } from "./rules.ts";
import type { DeliveryRow } from "./sending-store.ts";
import type { MessageRow } from "./store.ts";
import { corrections, deliveries, messageFiles, messages } from "./tables.ts";

/** A message as people look at it. */
export type ListedMessage = MessageRow & { readonly groupTitle: string | null };

/** Messages, the newest first. */
export async function listMessages(
  db: Db,
  filter: {
    readonly state?: MessageState | undefined;
    readonly kind?: MessageKind | undefined;
    readonly limit: number;
  },
): Promise<readonly ListedMessage[]> {
  const rows = await db
    .select({ message: messages, groupTitle: groups.title })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(
      and(
        filter.state === undefined ? undefined : eq(messages.state, filter.state),
        filter.kind === undefined ? undefined : eq(messages.kind, filter.kind),
      ),
    )
    .orderBy(desc(messages.number))
    .limit(filter.limit);
  return rows.map(({ message, groupTitle }) => ({ ...message, groupTitle }));
}

/** A message with every try and every correction of it: the proof of what happened. */
export interface MessageHistory {
  readonly message: ListedMessage;
  readonly fileCount: number;
  readonly tries: readonly DeliveryRow[];
  readonly corrections: readonly CorrectionRow[];
}

/** A message by its number, with its history; `undefined` when there is none. */
export async function findMessageHistory(db: Db, number: number): Promise<MessageHistory | undefined> {
  const [row] = await db
    .select({ message: messages, groupTitle: groups.title })
    .from(messages)
    .leftJoin(groups, eq(groups.id, messages.groupId))
    .where(eq(messages.number, number));
  if (row === undefined) return undefined;
  const { id } = row.message;
  const [carried] = await db.select({ howMany: count() }).from(messageFiles).where(eq(messageFiles.messageId, id));
  return {
    message: { ...row.message, groupTitle: row.groupTitle },
    fileCount: carried?.howMany ?? 0,
    tries: await db.select().from(deliveries).where(eq(deliveries.messageId, id)).orderBy(asc(deliveries.try)),
    corrections: await db.select().from(corrections).where(eq(corrections.messageId, id)).orderBy(asc(corrections.id)),
  };
}
