import { index, integer, pgTable, primaryKey, smallint, text, unique } from "drizzle-orm/pg-core";

import { instant, json } from "#database/columns.ts";
import { groups } from "#features/roster/tables.ts";
import type { Failure } from "#lib/failure.ts";

import type { DeliveryOutcome, MessageKind, MessageState } from "./rules.ts";

/** The outbox: what is to be said, to whom, from when and until when. */
export const messages = pgTable(
  "messages",
  {
    id: text().primaryKey(),
    kind: text().$type<MessageKind>().notNull(),
    /** What the message is about: a session's id, a period, a run's id. Unique with kind and chat. */
    subject: text().notNull(),
    /** Absent for a message to the admin. */
    groupId: text("group_id").references(() => groups.id),
    chatId: text("chat_id").notNull(),
    /** Telegram HTML. */
    html: text().notNull(),
    state: text().$type<MessageState>().notNull(),
    /** Lower goes first among what is due: alarms 0, reminders 1, rankings 2. */
    priority: smallint().notNull(),
    dueAt: instant("due_at").notNull(),
    /** From this instant on it is worthless: it is marked `expired` and never sent. */
    expiresAt: instant("expires_at").notNull(),
    tries: integer().notNull(),
    sentAt: instant("sent_at"),
    telegramMessageId: text("telegram_message_id"),
    failure: json<Failure>("failure"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    unique("messages_once").on(table.kind, table.subject, table.chatId),
    index("messages_due").on(table.state, table.dueAt),
  ],
);

/** Every try to send a message, committed before the request leaves. */
export const deliveries = pgTable(
  "deliveries",
  {
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id),
    try: integer().notNull(),
    /** The chat it really went to: the test group in test mode. */
    chatId: text("chat_id").notNull(),
    mode: text({ enum: ["live", "test group", "dry"] }).notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    outcome: text().$type<DeliveryOutcome>().notNull(),
    telegramMessageId: text("telegram_message_id"),
    failure: json<Failure>("failure"),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.try] }),
    index("deliveries_chat_started").on(table.chatId, table.startedAt),
    index("deliveries_started").on(table.startedAt),
  ],
);
