import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, smallint, text, uniqueIndex } from "drizzle-orm/pg-core";

import { bytes, instant, json } from "#database/columns.ts";
import { groups } from "#features/roster/tables.ts";
import type { Failure } from "#lib/failure.ts";

import type {
  DeliveryOutcome,
  MessageButton,
  MessageForm,
  MessageKind,
  MessageState,
  TemplateName,
  Told,
} from "./rules.ts";

/** The outbox: what is to be said, to whom, from when and until when. */
export const messages = pgTable(
  "messages",
  {
    id: text().primaryKey(),
    /** How people name it, and the order in which messages to one chat were planned. */
    number: bigint({ mode: "number" }).notNull().unique().generatedAlwaysAsIdentity(),
    kind: text().$type<MessageKind>().notNull(),
    /** What the message is about: a session's id, a period, a run's id. Unique with kind and recipient. */
    subject: text().notNull(),
    /** Absent for a private message. */
    groupId: text("group_id").references(() => groups.id),
    /** Where it goes; it follows the group when Telegram gives that another id. */
    chatId: text("chat_id").notNull(),
    form: text().$type<MessageForm>().notNull().default("text"),
    /** The session that it is about, and what it tells of it: a later change is measured against that. */
    sessionId: text("session_id"),
    told: json<Told>("told"),
    /** Telegram HTML: the text, or the caption of what is attached. */
    html: text().notNull(),
    buttons: json<readonly (readonly MessageButton[])[]>("buttons"),
    /** For `forward`: the messages of another chat. */
    forwarded: json<{ readonly fromChat: string; readonly messageIds: readonly string[] }>("forwarded"),
    language: text({ enum: ["fr", "en"] })
      .notNull()
      .default("fr"),
    state: text().$type<MessageState>().notNull(),
    /** True until the run of its hour lets it go. */
    waitsForRun: boolean("waits_for_run").notNull().default(false),
    /** The run that let it go. */
    releasedBy: text("released_by"),
    /** Who changed its words by hand, and who took it off by hand: no run changes that. */
    rewordedBy: text("reworded_by"),
    cancelledBy: text("cancelled_by"),
    /** Where it stood before somebody took it off by hand. */
    cancelledFrom: text("cancelled_from").$type<MessageState>(),
    /** Lower goes first among what is due. */
    priority: smallint().notNull(),
    dueAt: instant("due_at").notNull(),
    /** From this instant on it is worthless: it is marked `expired` and never sent. */
    expiresAt: instant("expires_at").notNull(),
    tries: integer().notNull(),
    sentAt: instant("sent_at"),
    editedAt: instant("edited_at"),
    recalledAt: instant("recalled_at"),
    /** The chat that took it: the test group in test mode; absent in dry mode. */
    sentChatId: text("sent_chat_id"),
    /** Telegram's ids of what arrived: one for each part of a long text, each picture of an album. */
    telegramMessageIds: text("telegram_message_ids").array().notNull().default([]),
    failure: json<Failure>("failure"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("messages_once").on(table.kind, table.subject, sql`coalesce(${table.groupId}, ${table.chatId})`),
    index("messages_due").on(table.state, table.dueAt),
    index("messages_outbox").on(table.dueAt, table.number),
    index("messages_session").on(table.sessionId),
    index("messages_released").on(table.releasedBy),
    // What may leave, most urgent first, and what may come too late: few at any time, whatever the outbox holds.
    index("messages_leaving")
      .on(table.priority, table.dueAt, table.number)
      .where(sql`(${table.state} = 'planned' and not ${table.waitsForRun}) is true`),
    index("messages_open")
      .on(table.expiresAt)
      .where(sql`${table.state} in ('planned', 'held')`),
  ],
);

/** Pictures and documents, each kept once whatever number of messages carries it. */
export const files = pgTable("files", {
  /** SHA-256 of the bytes. */
  id: text().primaryKey(),
  mediaType: text("media_type").notNull(),
  bytes: bytes().notNull(),
  /** Telegram keeps what it was given once, and takes this in its place. */
  telegramFileId: text("telegram_file_id"),
  createdAt: instant("created_at").notNull(),
});

/** Which files a message carries, in which order. */
export const messageFiles = pgTable(
  "message_files",
  {
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id),
    position: smallint().notNull(),
    fileId: text("file_id")
      .notNull()
      .references(() => files.id),
    name: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.position] })],
);

/** Every try to send a message, committed before the request leaves. */
export const deliveries = pgTable(
  "deliveries",
  {
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id),
    try: integer().notNull(),
    action: text({ enum: ["send", "edit", "recall"] })
      .notNull()
      .default("send"),
    /** The chat it really went to: the test group in test mode. */
    chatId: text("chat_id").notNull(),
    mode: text({ enum: ["live", "test group", "dry"] }).notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    outcome: text().$type<DeliveryOutcome>().notNull(),
    telegramMessageIds: text("telegram_message_ids").array().notNull().default([]),
    failure: json<Failure>("failure"),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.try] }),
    index("deliveries_chat_started").on(table.chatId, table.startedAt),
    index("deliveries_started").on(table.startedAt),
  ],
);

/** What a person, or a later run, wants changed of a message that has arrived: new words, or that it goes away. */
export const corrections = pgTable(
  "corrections",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id),
    action: text({ enum: ["edit", "recall"] }).notNull(),
    /** For an edit: the new Telegram HTML, the new facts, and the picture that replaces the one shown. */
    html: text(),
    told: json<Told>("told"),
    fileId: text("file_id").references(() => files.id),
    state: text({ enum: ["planned", "sending", "done", "refused"] }).notNull(),
    by: text().notNull(),
    askedAt: instant("asked_at").notNull(),
    endedAt: instant("ended_at"),
    tries: integer().notNull().default(0),
    failure: json<Failure>("failure"),
  },
  (table) => [index("corrections_state").on(table.state), index("corrections_message").on(table.messageId)],
);

/** Chats that Telegram, or a lost answer, asks us to leave alone for a while. */
export const chatRests = pgTable("chat_rests", {
  chatId: text("chat_id").primaryKey(),
  until: instant("until").notNull(),
});

/** The one bot's pace, as it was learned. One row. */
export const senderTempo = pgTable("sender_tempo", {
  id: smallint().primaryKey(),
  intervalMs: integer("interval_ms").notNull(),
  burst: integer().notNull(),
  calm: integer().notNull(),
});

/** The school's own words, every version; the newest of a name and language counts, an empty one is our own again. */
export const messageTemplates = pgTable(
  "message_templates",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    name: text().$type<TemplateName>().notNull(),
    language: text({ enum: ["fr", "en"] }).notNull(),
    body: text(),
    savedAt: instant("saved_at").notNull(),
    by: text().notNull(),
  },
  (table) => [index("message_templates_name").on(table.name, table.language)],
);
