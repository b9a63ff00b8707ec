import type { Instant } from "#lib/clock.ts";

/** A message that a chat received: what the group's members see. */
export interface DeliveredMessage {
  readonly at: Instant;
  readonly chatId: string;
  readonly chatTitle: string;
  readonly messageId: string;
  readonly kind: "text" | "photo" | "document";
  /** Album that it is part of; absent outside one. */
  readonly albumId?: string;
  /** The forum topic's id; absent in the general one. */
  readonly topicId?: string;
  /** As the bot wrote it, markup included; after an edit, the newest. */
  readonly html: string;
  /** As the members read it. */
  readonly plainText: string;
  /** True when the bot got no proper answer about it: a fault ate it. */
  readonly answerLost: boolean;
  readonly editedAt?: Instant;
  readonly deletedAt?: Instant;
}

/** Every message that reached a chat, in the order of arrival; deleted ones stay, marked. */
export class Ledger {
  readonly #messages: DeliveredMessage[] = [];
  readonly #places = new Map<string, number>();

  /** All delivered messages, oldest first, as they are now. */
  all(): readonly DeliveredMessage[] {
    return [...this.#messages];
  }

  /** What one chat received. */
  to(chatId: string): readonly DeliveredMessage[] {
    return this.#messages.filter((message) => message.chatId === chatId);
  }

  /** One message; `undefined` when the bot never sent it. */
  find(chatId: string, messageId: string): DeliveredMessage | undefined {
    return this.#messages[this.#places.get(`${chatId} ${messageId}`) ?? -1];
  }

  add(message: DeliveredMessage): void {
    this.#places.set(`${message.chatId} ${message.messageId}`, this.#messages.length);
    this.#messages.push(message);
  }

  /** Replaces what changed of one message; an unknown one is left alone. */
  change(chatId: string, messageId: string, changes: Partial<DeliveredMessage>): void {
    const message = this.find(chatId, messageId);
    const place = this.#places.get(`${chatId} ${messageId}`);
    if (message !== undefined && place !== undefined) this.#messages[place] = { ...message, ...changes };
  }

  /** The ledger for a person to read: a paragraph a message. Times in UTC. */
  print(): string {
    if (this.#messages.length === 0) return "No message was delivered.\n";
    return this.#messages.map(printMessage).join("\n");
  }
}

function printMessage(message: DeliveredMessage): string {
  const marks = [
    message.kind === "text" ? undefined : message.kind,
    message.topicId === undefined ? undefined : `topic ${message.topicId}`,
    message.editedAt === undefined ? undefined : `edited ${clockOf(message.editedAt)}`,
    message.deletedAt === undefined ? undefined : `deleted ${clockOf(message.deletedAt)}`,
    message.answerLost ? "the bot got no answer" : undefined,
  ].filter((mark) => mark !== undefined);
  const heading = `${clockOf(message.at)}  ${message.chatTitle} (${message.chatId})  #${message.messageId}`;
  const body = message.plainText
    .split("\n")
    .map((line) => `    ${line}\n`)
    .join("");
  return `${heading}${marks.length === 0 ? "" : `  [${marks.join(", ")}]`}\n${body}`;
}

function clockOf(instant: Instant): string {
  return instant.round("second").toString().replace("T", " ").replace("Z", " UTC");
}
